package cn.siyu.payment.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.payment.domain.Refund;
import cn.siyu.payment.domain.Refund.State;
import cn.siyu.payment.store.RefundStore;
import cn.siyu.wechat.WeChatPay;
import cn.siyu.wechat.WeChatPay.RefundOrder;
import cn.siyu.wechat.WeChatPay.RefundState;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Finance takes a refund up again. One that WeChat has closed gets a new number, but only after WeChat was asked and says
 * so itself: a new number for money that is still on its way would pay twice (REL-08).
 */
@Singleton
public class RetryRefund {

    private final WeChatPay weChat;
    private final Transactions transactions;
    private final Idempotency idempotency;
    private final RefundStore refunds;
    private final SettleRefund settle;
    private final AuditLog audit;
    private final ShopClock clock;

    @Inject
    RetryRefund(
            WeChatPay weChat,
            Transactions transactions,
            Idempotency idempotency,
            RefundStore refunds,
            SettleRefund settle,
            AuditLog audit,
            ShopClock clock) {
        this.weChat = weChat;
        this.transactions = transactions;
        this.idempotency = idempotency;
        this.refunds = refunds;
        this.settle = settle;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param view shapes the answer, which a repetition gets again */
    public <V> Uni<Response> retry(Actor actor, IdempotencyKey key, UUID id, String reason, Function<Refund, V> view) {
        return refunds.find(transactions.reads(), id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(this::asked)
                .chain(told -> idempotency.once(
                        actor.id(),
                        "refunds.retry",
                        key,
                        List.of(id, reason),
                        Response.Status.OK.getStatusCode(),
                        tx -> takeUp(tx, id, told, actor, reason).map(view)));
    }

    private Uni<Optional<WeChatPay.Refund>> asked(Refund refund) {
        return refund.state() == State.CLOSED || refund.state() == State.ABNORMAL
                ? weChat.queryRefund(refund.outTradeNo(), refund.outRefundNo())
                        .map(Optional::of)
                        .onFailure(failure -> failure instanceof WeChatUnknown || failure instanceof WeChatRefused)
                        .transform(_ -> new Refused(PaymentProblem.PAYMENT_UNAVAILABLE))
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Refund> takeUp(Tx tx, UUID id, Optional<WeChatPay.Refund> told, Actor actor, String reason) {
        var now = clock.instant();
        return refunds.lock(tx, id)
                .chain(refund -> carryOn(tx, refund, told, now)
                        .chain(() -> refunds.find(tx, id))
                        .call(after -> audit.append(
                                tx,
                                new AuditEntry(
                                        actor,
                                        "refund.retry",
                                        "refund",
                                        refund.refundNo(),
                                        reason,
                                        refund.state(),
                                        after.state()))));
    }

    private Uni<Void> carryOn(Tx tx, Refund refund, Optional<WeChatPay.Refund> told, Instant now) {
        return switch (refund.state()) {
            case SUCCESS -> Uni.createFrom().failure(new Refused(PaymentProblem.REFUND_ALREADY_SETTLED));
            case REQUESTED, PROCESSING -> again(tx, refund, now);
            case CLOSED ->
                isClosed(refund, told)
                        ? renew(tx, refund, now)
                        : told.map(word -> settle.hear(tx, refund, word, now))
                                .orElseGet(() -> Uni.createFrom().voidItem());
            case ABNORMAL ->
                told.map(word -> settle.hear(tx, refund, word, now))
                        .orElseGet(() -> Uni.createFrom().voidItem());
        };
    }

    /** Sent again: what somebody proposed to settle by hand is proposed no more. */
    private Uni<Void> again(Tx tx, Refund refund, Instant now) {
        return refund.lastCode().filter(Refund.OVER_A_YEAR::equals).isPresent()
                ? Uni.createFrom().failure(new Refused(PaymentProblem.REFUND_TOO_LATE))
                : refunds.takenUp(tx, refund.id(), now).replaceWithVoid();
    }

    private static boolean isClosed(Refund refund, Optional<WeChatPay.Refund> told) {
        return told.filter(word -> word.state() == RefundState.CLOSED)
                .filter(word -> word.outRefundNo().equals(refund.outRefundNo()))
                .isPresent();
    }

    private Uni<Void> renew(Tx tx, Refund refund, Instant now) {
        var number = refund.nextOutRefundNo();
        var body = weChat.refundBody(
                new RefundOrder(refund.outTradeNo(), number, refund.reason(), refund.amount(), refund.total()));
        return refunds.renewed(tx, refund.id(), number, body, now).replaceWithVoid();
    }
}
