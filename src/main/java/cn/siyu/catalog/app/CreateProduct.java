package cn.siyu.catalog.app;

import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.catalog.domain.Axes;
import cn.siyu.catalog.domain.NewSku;
import cn.siyu.catalog.domain.Product;
import cn.siyu.catalog.domain.ProductText;
import cn.siyu.catalog.domain.Schedule;
import cn.siyu.catalog.domain.Sku;
import cn.siyu.catalog.store.ProductStore;
import cn.siyu.catalog.store.Trail;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a new product, with its first SKUs, as a draft. */
@Singleton
public class CreateProduct {

    private final ProductStore products;
    private final ForbiddenWords words;
    private final Trail trail;
    private final ShopClock clock;

    @Inject
    CreateProduct(ProductStore products, ForbiddenWords words, Trail trail, ShopClock clock) {
        this.products = products;
        this.words = words;
        this.trail = trail;
        this.clock = clock;
    }

    /** What is asked for: the axes are in the order in which they are shown. */
    public record Asked(String code, ProductText text, List<String> axes, List<NewSku> skus) {}

    @WithTransaction
    public Uni<Product> create(Asked asked, Actor actor) {
        words.claims().requireNone(asked.text().title());
        var draft = draft(asked, clock.instant());
        return products.insert(draft).call(() -> trail.record(Snapshots.entry(actor, "product.create", null, draft)));
    }

    private static Product draft(Asked asked, Instant now) {
        var axes = Axes.named(asked.axes());
        var skus = new ArrayList<Sku>();
        for (var sku : asked.skus()) {
            var tuple = axes.tupleOf(sku.spec());
            axes = axes.with(tuple);
            skus.add(new Sku(SkuId.next(), sku.code(), tuple, sku.text(), 0));
        }
        return new Product(
                SpuId.next(),
                asked.code(),
                asked.text().withDetailHtml(CleanHtml.clean(asked.text().detailHtml())),
                ProductState.DRAFT,
                Schedule.NONE,
                Optional.empty(),
                axes,
                List.copyOf(skus),
                now,
                0);
    }
}
