package cn.siyu.inventory.app;

import static java.util.stream.Collectors.toMap;

import cn.siyu.catalog.Component;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.inventory.Stock;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.inventory.store.StockStore;
import cn.siyu.kernel.tx.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What buyers are shown of the stock: a bucket instead of a number (A12). */
@ApplicationScoped
class Buckets {

    private final StockStore stock;
    private final Skus catalog;
    private final Transactions transactions;
    private final int lowBelow;

    @Inject
    Buckets(
            StockStore stock,
            Skus catalog,
            Transactions transactions,
            @ConfigProperty(name = "siyu.inventory.low-below", defaultValue = "10") int lowBelow) {
        if (lowBelow > Stock.HIGHEST_BORDER) {
            throw new IllegalArgumentException("siyu.inventory.low-below is at most " + Stock.HIGHEST_BORDER);
        }
        this.stock = stock;
        this.catalog = catalog;
        this.transactions = transactions;
        this.lowBelow = lowBelow;
    }

    Uni<Map<SkuId, Availability>> of(Collection<SkuId> skus) {
        return skus.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : catalog.components(skus)
                        .chain(bundles -> stock.saleable(transactions.reads(), withComponents(skus, bundles))
                                .map(saleable -> skus.stream()
                                        .distinct()
                                        .collect(toMap(sku -> sku, sku -> bucket(units(sku, bundles, saleable))))));
    }

    private static List<SkuId> withComponents(Collection<SkuId> skus, Map<SkuId, List<Component>> bundles) {
        return Stream.concat(
                        skus.stream(),
                        bundles.values().stream().flatMap(List::stream).map(Component::sku))
                .toList();
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

    private Availability bucket(int saleable) {
        if (saleable <= 0) {
            return Availability.OUT;
        }
        return saleable < lowBelow ? Availability.LOW : Availability.IN_STOCK;
    }
}
