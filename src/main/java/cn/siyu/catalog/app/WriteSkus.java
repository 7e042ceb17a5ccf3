package cn.siyu.catalog.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.catalog.domain.CatalogProblem;
import cn.siyu.catalog.domain.NewSku;
import cn.siyu.catalog.domain.Product;
import cn.siyu.catalog.domain.Sku;
import cn.siyu.catalog.domain.SkuText;
import cn.siyu.catalog.store.ProductStore;
import cn.siyu.catalog.store.Trail;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Adds a SKU to a product, or changes what is written about one; its combination never changes. */
@Singleton
public class WriteSkus {

    private final ProductStore products;
    private final Trail trail;
    private final ShopClock clock;

    @Inject
    WriteSkus(ProductStore products, Trail trail, ShopClock clock) {
        this.products = products;
        this.trail = trail;
        this.clock = clock;
    }

    /** The product is held meanwhile, so two at once see each other's combinations and values. */
    @WithTransaction
    public Uni<Product> add(SpuId id, NewSku asked, Actor actor) {
        return products.lock(id).chain(product -> add(product, asked, actor)).chain(() -> products.find(id));
    }

    @WithTransaction
    public Uni<Edit> edit(SpuId id, SkuId sku, SkuText text, long version, Actor actor) {
        return products.lock(id).chain(product -> {
            var before = sku(product, sku);
            return before.version() == version
                    ? edit(id, before, text, actor)
                    : Uni.createFrom().item(new Edit.Stale(product));
        });
    }

    private Uni<Void> add(Product product, NewSku asked, Actor actor) {
        var axes = product.axes().orNamedBy(asked.spec());
        var added = new Sku(SkuId.next(), asked.code(), axes.tupleOf(asked.spec()), asked.text(), 0);
        if (product.skus().size() >= ProductStore.MOST_SKUS) {
            throw new Refused(CatalogProblem.SPEC_AXES, "A product has at most " + ProductStore.MOST_SKUS + " SKUs");
        }
        return products.addSkus(product.id(), axes.with(added.tuple()), List.of(added), clock.instant())
                .call(() -> trail.record(Snapshots.entry(actor, "sku.create", null, added)));
    }

    private Uni<Edit> edit(SpuId id, Sku before, SkuText text, Actor actor) {
        var after = new Sku(before.id(), before.code(), before.tuple(), text, before.version());
        return products.updateSku(after)
                .call(() -> trail.record(Snapshots.entry(actor, "sku.edit", before, after)))
                .chain(() -> products.find(id))
                .map(Edit.Done::new);
    }

    private static Sku sku(Product product, SkuId id) {
        return product.skus().stream()
                .filter(sku -> sku.id().equals(id))
                .findFirst()
                .orElseThrow(Refused::notFound);
    }
}
