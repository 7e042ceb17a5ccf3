package cn.siyu.payment.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.store.NotificationStore;
import cn.siyu.wechat.WeChatPay.Notification;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/** Makes each notification of the inbox take effect once: at once when it comes in, or by the sweep. */
@ApplicationScoped
class WorkInbox {

    static final String NUDGE = "siyu.payment.inbox";

    private static final int AT_ONCE = 100;

    private final Transactions transactions;
    private final NotificationStore inbox;
    private final SettlePayment settlePayment;
    private final SettleRefund settleRefund;
    private final SettleTransfer settleTransfer;
    private final Alarms alarms;
    private final ShopClock clock;

    @Inject
    WorkInbox(
            Transactions transactions,
            NotificationStore inbox,
            SettlePayment settlePayment,
            SettleRefund settleRefund,
            SettleTransfer settleTransfer,
            Alarms alarms,
            ShopClock clock) {
        this.transactions = transactions;
        this.inbox = inbox;
        this.settlePayment = settlePayment;
        this.settleRefund = settleRefund;
        this.settleTransfer = settleTransfer;
        this.alarms = alarms;
        this.clock = clock;
    }

    @ConsumeEvent(NUDGE)
    Uni<Void> nudged(String id) {
        return work(UUID.fromString(id));
    }

    @Scheduled(every = "${siyu.payment.inbox-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return inbox.due(transactions.reads(), clock.instant(), AT_ONCE)
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
                .transformToUniAndConcatenate(this::work)
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
