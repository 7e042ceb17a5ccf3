package cn.siyu.promotion.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.promotion.store.CouponStore;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Writes down which coupons have run out. Nobody can use one by its time anyway; two instances pass each other's rows over, and
 * what is left of a large batch waits for the next second.
 */
@Singleton
public class SweepCoupons {

    private static final int BATCH = 500;

    private final CouponStore coupons;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    SweepCoupons(CouponStore coupons, Transactions transactions, ShopClock clock) {
        this.coupons = coupons;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.promotion.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> runOut() {
        return transactions.in(tx -> coupons.runOut(tx, clock.instant(), BATCH)).replaceWithVoid();
    }
}
