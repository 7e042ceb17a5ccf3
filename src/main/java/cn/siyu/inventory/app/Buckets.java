package cn.siyu.inventory.app;

import static java.util.stream.Collectors.toMap;

import cn.siyu.catalog.Component;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.inventory.Stock.Border;
import cn.siyu.inventory.store.StockStore;
import cn.siyu.kernel.tx.Lookups;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What buyers are shown of the stock: a bucket instead of a number (A12). */
@Singleton
class Buckets {

    private final StockStore stock;
    private final Skus catalog;
    private final Lookups lookups;
    private final Border border;

    @Inject
    Buckets(
            StockStore stock,
            Skus catalog,
            Lookups lookups,
            @ConfigProperty(name = "siyu.inventory.low-below", defaultValue = "10") int lowBelow) {
        this.stock = stock;
        this.catalog = catalog;
        this.lookups = lookups;
        this.border = Border.of("siyu.inventory.low-below", lowBelow);
    }

    Uni<Map<SkuId, Availability>> of(Collection<SkuId> skus) {
        return skus.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : Uni.combine()
                        .all()
                        .unis(catalog.components(skus), stock.saleable(lookups.reads(), skus))
                        .asTuple()
                        .chain(read -> withComponents(read.getItem1(), read.getItem2())
                                .map(saleable -> skus.stream()
                                        .distinct()
                                        .collect(toMap(
                                                sku -> sku,
                                                sku -> border.bucket(units(sku, read.getItem1(), saleable))))));
    }

    /** Bundles are few: only where there is one is a second question asked. */
    private Uni<Map<SkuId, Integer>> withComponents(Map<SkuId, List<Component>> bundles, Map<SkuId, Integer> saleable) {
        var parts = bundles.values().stream()
                .flatMap(List::stream)
                .map(Component::sku)
                .filter(sku -> !saleable.containsKey(sku))
                .toList();
        return parts.isEmpty()
                ? Uni.createFrom().item(saleable)
                : stock.saleable(lookups.reads(), parts).map(others -> {
                    var all = new HashMap<>(saleable);
                    all.putAll(others);
                    return all;
                });
    }

    /** Of a bundle there are as many as its scarcest component makes (A10); what is booked on itself is not sold. */
    private static int units(SkuId sku, Map<SkuId, List<Component>> bundles, Map<SkuId, Integer> saleable) {
        return Optional.ofNullable(bundles.get(sku))
                .map(parts -> parts.stream()
                        .mapToInt(part -> saleable.getOrDefault(part.sku(), 0) / part.units())
                        .min()
                        .orElse(0))
                .orElseGet(() -> saleable.getOrDefault(sku, 0));
    }
}
