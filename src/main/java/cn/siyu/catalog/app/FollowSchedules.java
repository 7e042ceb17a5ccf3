package cn.siyu.catalog.app;

import cn.siyu.catalog.SpuId;
import cn.siyu.catalog.domain.Command;
import cn.siyu.catalog.domain.Product;
import cn.siyu.catalog.domain.Schedule;
import cn.siyu.catalog.store.Due;
import cn.siyu.catalog.store.ProductStore;
import cn.siyu.catalog.store.Trail;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Puts products on sale and takes them down when their schedule says so, on whichever instance looks first. */
@Singleton
public class FollowSchedules {

    private static final Actor TIMER = Actor.system("catalog.schedule");
    private static final int AT_ONCE = 20;

    private final Due due;
    private final ProductStore products;
    private final Trail trail;
    private final ShopClock clock;

    @Inject
    FollowSchedules(Due due, ProductStore products, Trail trail, ShopClock clock) {
        this.due = due;
        this.products = products;
        this.trail = trail;
        this.clock = clock;
    }

    /** What one look found is settled in one transaction; a product that is due twice comes again with the next. */
    @Scheduled(
            every = "${siyu.catalog.schedule-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @WithTransaction
    public Uni<Void> follow() {
        var now = clock.instant();
        return due.take(now, AT_ONCE)
                .chain(ids -> Multi.createFrom()
                        .iterable(ids)
                        .onItem()
                        .transformToUniAndConcatenate(id -> settle(id, now))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private Uni<Product> settle(SpuId id, Instant now) {
        return products.lock(id).chain(product -> settle(product, now));
    }

    private Uni<Product> settle(Product product, Instant now) {
        var publish =
                product.schedule().publishAt().filter(at -> !at.isAfter(now)).isPresent();
        var command = publish ? Command.PUBLISH : Command.UNPUBLISH;
        try {
            product.requireCan(command);
            return write(product, product.become(command.target(), now), command.action(), null);
        } catch (Refused refused) {
            return write(product, product.with(Schedule.NONE), "product.schedule-missed", refused.getMessage());
        }
    }

    private Uni<Product> write(Product before, Product after, String action, @Nullable String reason) {
        return products.update(after)
                .call(written -> trail.record(Snapshots.entry(TIMER, action, reason, before, written)));
    }
}
