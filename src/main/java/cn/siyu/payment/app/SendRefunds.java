package cn.siyu.payment.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.payment.domain.Refund;
import cn.siyu.payment.domain.Schedule;
import cn.siyu.payment.store.RefundStore;
import cn.siyu.wechat.WeChatPay;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries promised refunds out, with the stored bytes and the same number until WeChat has ended them. What WeChat may
 * know already is asked for before it is sent again (REL-08). So many at once and so many in a second: WeChat limits both.
 * What waits for the second person at the refund desk is not sent any more.
 */
@Singleton
class SendRefunds {

    private static final Duration LEASE = Duration.ofSeconds(30);

    /** A sweep that has gone on for so long leaves the rest to the next one. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final WeChatPay weChat;
    private final Transactions transactions;
    private final RefundStore refunds;
    private final SettleRefund settle;
    private final FreshContext fresh;
    private final Alarms alarms;
    private final PaymentSettings settings;
    private final ShopClock clock;

    @Inject
    SendRefunds(
            WeChatPay weChat,
            Transactions transactions,
            RefundStore refunds,
            SettleRefund settle,
            FreshContext fresh,
            Alarms alarms,
            PaymentSettings settings,
            ShopClock clock) {
        this.weChat = weChat;
        this.transactions = transactions;
        this.refunds = refunds;
        this.settle = settle;
        this.fresh = fresh;
        this.alarms = alarms;
        this.settings = settings;
        this.clock = clock;
    }

    /** One batch of a sweep: whether it was a full one, and whether WeChat answered anything in it. */
    private record Batch(boolean full, boolean answered) {}

    /** Batch after batch as long as they are full: thousands of refunds may be promised in the same minute. */
    @Scheduled(every = "${siyu.payment.refund-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        var began = System.nanoTime();
        return Multi.createBy()
                .repeating()
                .uni(() -> fresh.run(this::batch))
                .whilst(batch -> batch.full() && batch.answered() && System.nanoTime() - began < LONGEST.toNanos())
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> alarms.willRetry("sending refunds", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Batch> batch() {
        var began = System.nanoTime();
        var now = clock.instant();
        return transactions
                .in(tx -> refunds.claim(tx, now, now.plus(LEASE), settings.refundsAtOnce()))
                .chain(claimed -> carryOutAll(claimed).call(batch -> pace(claimed.size(), batch, began)));
    }

    /** WeChat counts what comes in a second: a full batch takes at least the time that its number may take. */
    private Uni<Void> pace(int sent, Batch batch, long began) {
        var least = Duration.ofSeconds(1).multipliedBy(sent).dividedBy(settings.refundsPerSecond());
        var left = least.minusNanos(System.nanoTime() - began);
        return batch.full() && left.isPositive()
                ? fresh.pause(left)
                : Uni.createFrom().voidItem();
    }

    private Uni<Batch> carryOutAll(List<Refund> claimed) {
        return fresh.each(claimed, this::carryOut)
                .map(answered -> new Batch(claimed.size() == settings.refundsAtOnce(), answered.contains(true)));
    }

    /** Answers whether WeChat has said what becomes of it. */
    private Uni<Boolean> carryOut(Refund refund) {
        return outcome(refund)
                .chain(told -> transactions.in(tx -> settle.hear(tx, told, clock.instant())))
                .replaceWith(true)
                .onFailure(Undiverted.class)
                .recoverWithUni(failure -> undiverted(refund, failure))
                .onFailure(WeChatUnknown.class)
                .recoverWithUni(() -> again(refund, null))
                .onFailure(WeChatRefused.class)
                .recoverWithUni(failure -> again(refund, failure.code()))
                .onFailure()
                .invoke(failure -> alarms.willRetry("refund " + refund.refundNo(), failure));
    }

    private Uni<WeChatPay.Refund> outcome(Refund refund) {
        return refund.mayBeKnown()
                ? weChat.queryRefund(refund.outTradeNo(), refund.outRefundNo()).chain(told -> switch (told.state()) {
                    case UNKNOWN_NUMBER -> send(refund);
                    case ABNORMAL -> divert(refund, told);
                    case PROCESSING, SUCCESS, CLOSED -> Uni.createFrom().item(told);
                })
                : send(refund);
    }

    /** After its lease a claim is another's, or people have decided: who was held up that long sends nothing. */
    private Uni<WeChatPay.Refund> send(Refund refund) {
        return refund.desk()
                        .sentAt()
                        .filter(at -> clock.instant().isBefore(at.plus(LEASE)))
                        .isPresent()
                ? weChat.refund(refund.requestBody())
                : Uni.createFrom().failure(new WeChatUnknown("held up for too long to send", null));
    }

    /** WeChat was asked a moment ago and still cannot pay: if finance has said where else to, it is told so now. */
    private Uni<WeChatPay.Refund> divert(Refund refund, WeChatPay.Refund told) {
        var body = refund.desk().diversion();
        if (body.isEmpty() || told.refundId().isEmpty()) {
            return Uni.createFrom().item(told);
        }
        return weChat.applyAbnormal(told.refundId().get(), body.get())
                .onFailure(WeChatRefused.class)
                .transform(failure -> new Undiverted(((WeChatRefused) failure).code()))
                .call(() -> transactions.in(tx -> refunds.applied(tx, refund.id())));
    }

    /** WeChat does not take the application: finance has to mend it. */
    private static final class Undiverted extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String code;

        Undiverted(String code) {
            super(code, null, false, false);
            this.code = code;
        }
    }

    private Uni<Boolean> undiverted(Refund refund, Undiverted failure) {
        alarms.stuckRefund(failure.code, refund.refundNo());
        return transactions
                .in(tx -> refunds.notDiverted(tx, refund.id(), failure.code))
                .replaceWith(true);
    }

    /** Even a refusal is tried again: some of them (no balance, too fast) pass, the others wait for people and are tried hourly. */
    private Uni<Boolean> again(Refund refund, @Nullable String code) {
        if (code != null) {
            alarms.stuckRefund(code, refund.refundNo());
        }
        return transactions
                .in(tx -> refunds.doubted(tx, refund.id(), nextTry(refund, code), code))
                .replaceWith(false);
    }

    private Instant nextTry(Refund refund, @Nullable String code) {
        return code != null && Refund.isFinal(code)
                ? Schedule.afterRefusal(clock.instant())
                : Schedule.afterDoubt(refund.tries(), clock.instant());
    }
}
