package cn.siyu.catalog.app;

import cn.siyu.catalog.Component;
import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.catalog.SpuId;
import cn.siyu.catalog.domain.Product;
import cn.siyu.catalog.domain.ProductFilter;
import cn.siyu.catalog.domain.ProductSummary;
import cn.siyu.catalog.store.BundleStore;
import cn.siyu.catalog.store.ProductLists;
import cn.siyu.catalog.store.ProductStore;
import cn.siyu.catalog.store.SkuCards;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Lookups;
import cn.siyu.kernel.web.NumberedPage;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads products and SKUs, for merchandisers and for the contexts above. */
@Singleton
public class ReadCatalog implements Skus {

    private static final int MOST_CARDS = 200;

    private final ProductStore products;
    private final ProductLists lists;
    private final SkuCards cards;
    private final BundleStore bundles;
    private final Lookups lookups;

    @Inject
    ReadCatalog(ProductStore products, ProductLists lists, SkuCards cards, BundleStore bundles, Lookups lookups) {
        this.products = products;
        this.lists = lists;
        this.cards = cards;
        this.bundles = bundles;
        this.lookups = lookups;
    }

    @WithSession
    public Uni<Product> product(SpuId id) {
        return products.find(id);
    }

    @WithSession
    public Uni<NumberedPage<ProductSummary>> page(ProductFilter filter, int page, int size) {
        return lists.page(filter, page, size);
    }

    /** Without a session, as below. */
    @Override
    public Uni<List<SkuCard>> cards(Collection<SkuId> skus) {
        if (skus.size() > MOST_CARDS) {
            throw new IllegalArgumentException("at most " + MOST_CARDS + " cards at a time, not " + skus.size());
        }
        return skus.isEmpty()
                ? Uni.createFrom().item(List.of())
                : bundles.among(lookups.reads(), skus).chain(found -> cards.of(lookups.reads(), skus, found));
    }

    /** Without a session: stock is asked for on every screen. */
    @Override
    public Uni<Map<SkuId, List<Component>>> components(Collection<SkuId> skus) {
        return skus.isEmpty() ? Uni.createFrom().item(Map.of()) : bundles.components(lookups.reads(), skus);
    }

    @Override
    @WithSession
    public Uni<Map<SkuId, Money>> costs(Collection<SkuId> skus) {
        return skus.isEmpty() ? Uni.createFrom().item(Map.of()) : cards.costs(skus);
    }
}
