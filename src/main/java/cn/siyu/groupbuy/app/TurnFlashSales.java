package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.domain.FlashSale;
import cn.siyu.groupbuy.store.FlashSaleStore;
import cn.siyu.groupbuy.store.FlashSaleStore.Settling;
import cn.siyu.inventory.Allotments;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Begins and ends flash sales by time, and gives their stock back once nobody may pay in them any more (A11). */
@Singleton
class TurnFlashSales {

    private static final Actor TIMER = Actor.system("flash sale timer");
    private static final int BATCH = 50;
    private static final int MOST_SETTLED = 200;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final FlashSaleStore sales;
    private final Allotments allotments;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    TurnFlashSales(FlashSaleStore sales, Allotments allotments, Transactions transactions, ShopClock clock) {
        this.sales = sales;
        this.allotments = allotments;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.groupbuy.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> turn() {
        var now = clock.instant();
        return transactions.in(tx -> sales.turnedByTime(tx, now, BATCH).chain(found -> turn(tx, found, now)));
    }

    private Uni<Void> turn(Tx tx, List<FlashSale> found, Instant now) {
        return Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(sale -> sales.move(
                        tx,
                        sale,
                        sale.state().at(sale.plan().startsAt(), sale.plan().endsAt(), now),
                        now))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Each in a transaction of its own, one after the other. */
    @Scheduled(every = "${siyu.groupbuy.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> settle() {
        return Multi.createBy()
                .repeating()
                .uni(() -> transactions.in(this::settleNext))
                .whilst(found -> found)
                .select()
                .first(MOST_SETTLED)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Answers whether there was one. */
    private Uni<Boolean> settleNext(Tx tx) {
        var now = clock.instant();
        return sales.claimSettling(tx, now, now.plus(LOOK_AGAIN)).chain(due -> {
            if (due == null) {
                return Uni.createFrom().item(false);
            }
            return (due.held() ? Uni.createFrom().voidItem() : giveBack(tx, due, now)).replaceWith(true);
        });
    }

    private Uni<Void> giveBack(Tx tx, Settling due, Instant now) {
        return sales.nextReference(tx, due.sale())
                .chain(reference -> allotments.giveBack(tx, due.sale().value(), reference, TIMER, now))
                .chain(() -> sales.settled(tx, due.sale()))
                .replaceWithVoid();
    }
}
