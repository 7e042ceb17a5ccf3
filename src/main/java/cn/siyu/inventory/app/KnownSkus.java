package cn.siyu.inventory.app;

import static java.util.stream.Collectors.toSet;

import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.inventory.domain.StockLines;
import cn.siyu.inventory.store.StockStore;
import cn.siyu.kernel.tx.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells whether SKUs exist, before staff gives them stock: those that have stock do, the others the catalog is asked for. */
@Singleton
public class KnownSkus {

    private final StockStore stock;
    private final Transactions transactions;
    private final Skus catalog;

    @Inject
    KnownSkus(StockStore stock, Transactions transactions, Skus catalog) {
        this.stock = stock;
        this.transactions = transactions;
        this.catalog = catalog;
    }

    /** Refuses by line; a read of its own, so call it before the transaction. */
    public Uni<Void> refuseUnknown(List<SkuId> lines) {
        return stock.saleable(transactions.reads(), lines)
                .map(found -> Set.copyOf(found.keySet()))
                .chain(found -> withCatalog(found, lines))
                .invoke(known -> StockLines.refuseUnknown(lines, known))
                .chain(() -> catalog.components(lines))
                .invoke(bundles -> StockLines.refuseBundles(lines, bundles.keySet()))
                .replaceWithVoid();
    }

    private Uni<Set<SkuId>> withCatalog(Set<SkuId> found, List<SkuId> lines) {
        var missing = lines.stream().filter(sku -> !found.contains(sku)).collect(toSet());
        if (missing.isEmpty()) {
            return Uni.createFrom().item(found);
        }
        return catalog.cards(missing).map(cards -> {
            var known = new HashSet<>(found);
            cards.stream().map(SkuCard::sku).forEach(known::add);
            return known;
        });
    }
}
