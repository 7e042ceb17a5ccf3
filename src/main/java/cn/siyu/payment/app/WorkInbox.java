package cn.siyu.payment.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.vertx.FewAtOnce;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.payment.store.NotificationStore;
import cn.siyu.wechat.WeChatPay.Notification;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes each notification of the inbox take effect once: as soon as it has come in, or by the sweep. A few at a time, so that
 * thousands that come in at once neither stand in the way of buyers nor of the next thousand.
 */
@Singleton
class WorkInbox {

    static final String NUDGE = "siyu.payment.inbox";

    private static final int SWEPT = 1_000;
    private static final int AT_ONCE = 4;

    /**
     * As long as so many come in so fast they are let in first: WeChat waits for seconds and then sends all of them again. One at a
     * time goes on meanwhile, however long it lasts.
     */
    private static final int RUSH = 20;

    private static final long RUSH_WITHIN = Duration.ofMillis(20).toNanos();
    private static final long RUSH_LASTS = Duration.ofMillis(100).toNanos();

    /** The sweep finds those for whom there is no room. */
    private static final int MOST_WAITING = 10_000;

    private final Transactions transactions;
    private final FreshContext contexts;
    private final NotificationStore inbox;
    private final SettlePayment settlePayment;
    private final SettleRefund settleRefund;
    private final SettleTransfer settleTransfer;
    private final Alarms alarms;
    private final ShopClock clock;
    private final FewAtOnce<UUID> arrived;
    private final AtomicInteger countedSince = new AtomicInteger();
    private volatile long since = System.nanoTime();
    private volatile long rushUntil = since;

    @Inject
    WorkInbox(
            Transactions transactions,
            FreshContext contexts,
            NotificationStore inbox,
            SettlePayment settlePayment,
            SettleRefund settleRefund,
            SettleTransfer settleTransfer,
            Alarms alarms,
            ShopClock clock) {
        this.transactions = transactions;
        this.contexts = contexts;
        this.inbox = inbox;
        this.settlePayment = settlePayment;
        this.settleRefund = settleRefund;
        this.settleTransfer = settleTransfer;
        this.alarms = alarms;
        this.clock = clock;
        this.arrived = new FewAtOnce<>(contexts, this::atOnce, MOST_WAITING, this::work);
    }

    @ConsumeEvent(NUDGE)
    void nudged(String id) {
        count();
        arrived.offer(UUID.fromString(id));
    }

    private void count() {
        var now = System.nanoTime();
        if (now - since > RUSH_WITHIN) {
            since = now;
            countedSince.set(0);
        }
        if (countedSince.incrementAndGet() >= RUSH) {
            rushUntil = now + RUSH_LASTS;
        }
    }

    private int atOnce() {
        return System.nanoTime() - rushUntil < 0 ? 1 : AT_ONCE;
    }

    @Scheduled(every = "${siyu.payment.inbox-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return inbox.due(transactions.reads(), clock.instant(), SWEPT)
                .chain(this::workAll)
                .onFailure()
                .invoke(failure -> alarms.willRetry("the inbox", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> workAll(List<UUID> due) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUni(id -> contexts.run(() -> work(id)))
                .merge(AT_ONCE)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> work(UUID id) {
        return transactions
                .in(tx -> inbox.lock(tx, id)
                        .chain(notification -> notification == null
                                ? Uni.createFrom().voidItem()
                                : effect(tx, notification)
                                        .chain(() -> inbox.processed(tx, id, clock.instant()))
                                        .replaceWithVoid()))
                .onFailure()
                .recoverWithUni(failure -> later(id, failure));
    }

    private Uni<Void> effect(Tx tx, Notification notification) {
        return switch (notification) {
            case Notification.Paid paid ->
                settlePayment.hear(tx, paid.transaction(), clock.instant()).replaceWithVoid();
            case Notification.Refunded refunded -> settleRefund.hear(tx, refunded.refund(), clock.instant());
            case Notification.Transferred transferred ->
                settleTransfer.hear(tx, transferred.transfer(), clock.instant());
        };
    }

    /** The notification stays; only its turn comes later. */
    private Uni<Void> later(UUID id, Throwable failure) {
        alarms.willRetry("a notification", failure);
        return transactions
                .in(tx ->
                        inbox.failed(tx, id, clock.instant(), failure.getClass().getSimpleName()))
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull();
    }
}
