package cn.siyu.catalog.app;

import cn.siyu.catalog.SpuId;
import cn.siyu.catalog.domain.CatalogProblem;
import cn.siyu.catalog.domain.Command;
import cn.siyu.catalog.domain.Product;
import cn.siyu.catalog.domain.ProductText;
import cn.siyu.catalog.domain.Schedule;
import cn.siyu.catalog.store.ProductStore;
import cn.siyu.catalog.store.Trail;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Changes the text, the state or the schedule of one product, held while it is decided. */
@Singleton
public class ChangeProduct {

    private final ProductStore products;
    private final ForbiddenWords words;
    private final Trail trail;
    private final ShopClock clock;

    @Inject
    ChangeProduct(ProductStore products, ForbiddenWords words, Trail trail, ShopClock clock) {
        this.products = products;
        this.words = words;
        this.trail = trail;
        this.clock = clock;
    }

    /** The whole text anew, if the product is still at {@code version}. */
    @WithTransaction
    public Uni<Edit> edit(SpuId id, ProductText text, long version, Actor actor) {
        words.claims().requireNone(text.title());
        var clean = text.withDetailHtml(CleanHtml.clean(text.detailHtml()));
        return products.lock(id)
                .chain(product -> product.version() == version
                        ? write(product, product.with(clean), actor, "product.edit")
                                .map(Edit.Done::new)
                        : Uni.createFrom().item(new Edit.Stale(product)));
    }

    @WithTransaction
    public Uni<Product> carryOut(SpuId id, Command command, Actor actor) {
        var now = clock.instant();
        return products.lock(id)
                .invoke(product -> product.requireCan(command))
                .chain(product -> write(product, product.become(command.target(), now), actor, command.action()));
    }

    @WithTransaction
    public Uni<Product> schedule(SpuId id, Schedule schedule, Actor actor) {
        var now = clock.instant();
        return products.lock(id)
                .invoke(product -> requireFits(product, schedule, now))
                .chain(product -> write(product, product.with(schedule), actor, "product.schedule"));
    }

    private Uni<Product> write(Product before, Product after, Actor actor, String action) {
        return products.update(after).call(written -> trail.record(Snapshots.entry(actor, action, before, written)));
    }

    private static void requireFits(Product product, Schedule schedule, Instant now) {
        if (!schedule.fits(product.state(), now)) {
            throw new Refused(CatalogProblem.PRODUCT_SCHEDULE);
        }
        if (schedule.publishAt().isPresent()) {
            product.requireCan(Command.PUBLISH);
        }
    }
}
