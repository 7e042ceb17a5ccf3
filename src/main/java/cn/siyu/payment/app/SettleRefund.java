package cn.siyu.payment.app;

import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.Account.Kind;
import cn.siyu.ledger.Ledger;
import cn.siyu.ledger.Transfer;
import cn.siyu.payment.RefundSettled;
import cn.siyu.payment.domain.Refund;
import cn.siyu.payment.domain.Refund.State;
import cn.siyu.payment.domain.Refund.Verdict;
import cn.siyu.payment.domain.Schedule;
import cn.siyu.payment.store.AttemptStore;
import cn.siyu.payment.store.RefundStore;
import cn.siyu.wechat.WeChatPay;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Writes down what WeChat tells about a refund, whoever brought the word. */
@Singleton
class SettleRefund {

    private final RefundStore refunds;
    private final AttemptStore attempts;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Alarms alarms;

    @Inject
    SettleRefund(RefundStore refunds, AttemptStore attempts, Ledger ledger, Outbox outbox, Alarms alarms) {
        this.refunds = refunds;
        this.attempts = attempts;
        this.ledger = ledger;
        this.outbox = outbox;
        this.alarms = alarms;
    }

    /** A number of an earlier round is history: nothing follows from it. */
    Uni<Void> hear(Tx tx, WeChatPay.Refund told, Instant now) {
        return refunds.lock(tx, told.outRefundNo())
                .chain(refund -> refund == null ? Uni.createFrom().voidItem() : hear(tx, refund, told, now));
    }

    /** @param refund locked by the caller */
    Uni<Void> hear(Tx tx, Refund refund, WeChatPay.Refund told, Instant now) {
        return switch (refund.hear(told, now)) {
            case Verdict.Settle(var at) -> settle(tx, refund, told, at, now);
            case Verdict.Turn(var state) -> turn(tx, refund, told, state, now);
            case Verdict.Nothing() -> Uni.createFrom().voidItem();
            case Verdict.Contradiction(var what) ->
                Uni.createFrom().voidItem().invoke(() -> alarms.contradiction(what, refund.outRefundNo()));
        };
    }

    /**
     * Paid by hand: the money is still at WeChat, another account has paid.
     *
     * @param refund locked by the caller
     */
    Uni<Void> outside(Tx tx, Refund refund, Instant now) {
        return refunds.settledOutside(tx, refund.id(), now)
                .chain(changed -> changed == 1
                        ? post(tx, refund, Kind.BANK, now, now)
                        : Uni.createFrom().failure(new Refused(CommonProblem.STATE_CHANGED)));
    }

    private Uni<Void> settle(Tx tx, Refund refund, WeChatPay.Refund told, Instant at, Instant now) {
        return refunds.settled(tx, refund.id(), at, told.refundId(), now)
                .chain(() -> post(tx, refund, Kind.WECHAT_CLEARING, at, now));
    }

    /** One reference whoever has paid: a refund is posted once. */
    private Uni<Void> post(Tx tx, Refund refund, Kind payer, Instant at, Instant now) {
        var transfer = new Transfer(
                "REFUND:" + refund.refundNo(),
                Account.of(Kind.CUSTOMER_PREPAYMENTS),
                Account.of(payer),
                refund.amount(),
                now);
        var event = new RefundSettled(
                Ids.next(),
                now,
                refund.order(),
                refund.refundNo(),
                refund.amount().fen(),
                at);
        return attempts.refunded(tx, refund.payment(), refund.amount())
                .chain(() -> ledger.post(tx, List.of(transfer)))
                .chain(() -> outbox.append(tx, event));
    }

    private Uni<Void> turn(Tx tx, Refund refund, WeChatPay.Refund told, State state, Instant now) {
        var next = state == State.PROCESSING ? Schedule.whileProcessing(refund.tries(), now) : null;
        return refunds.turned(tx, refund.id(), state, next, told.refundId(), now)
                .invoke(() -> {
                    if (state != State.PROCESSING && refund.state() != state) {
                        alarms.stuckRefund(state.name(), refund.refundNo());
                    }
                })
                .replaceWithVoid();
    }
}
