package cn.siyu.payment.app;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.Payments.RefundRequest;
import cn.siyu.payment.domain.Attempt;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.payment.domain.Refund;
import cn.siyu.payment.store.AttemptStore;
import cn.siyu.payment.store.RefundStore;
import cn.siyu.wechat.WeChatPay;
import cn.siyu.wechat.WeChatPay.RefundOrder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Promises a refund within the caller's transaction, never more than was captured (E8). */
@Singleton
class AskRefund {

    private static final int MOST_REFUNDS = 50;
    private static final int LONGEST_REASON = 80;

    private final AttemptStore attempts;
    private final RefundStore refunds;
    private final WeChatPay weChat;
    private final Alarms alarms;

    @Inject
    AskRefund(AttemptStore attempts, RefundStore refunds, WeChatPay weChat, Alarms alarms) {
        this.attempts = attempts;
        this.refunds = refunds;
        this.weChat = weChat;
        this.alarms = alarms;
    }

    Uni<Void> ask(Tx tx, RefundRequest request, Instant now) {
        return attempts.lockCaptured(tx, request.order(), request.payment())
                .onItem()
                .ifNull()
                .failWith(() -> new Refused(PaymentProblem.NOTHING_CAPTURED))
                // Looked for behind the lock: a twin that waited must see what the first one wrote.
                .chain(attempt -> refunds.isKnown(tx, request.refundNo())
                        .chain(known -> known ? Uni.createFrom().voidItem() : promise(tx, attempt, request, now)));
    }

    private Uni<Void> promise(Tx tx, Attempt attempt, RefundRequest request, Instant now) {
        if (!request.amount().isPositive()) {
            throw new IllegalArgumentException("a refund is positive");
        }
        return attempts.askRefund(tx, attempt.id(), request.amount(), now, MOST_REFUNDS)
                .onItem()
                .ifNull()
                .failWith(() -> new Refused(
                        fits(attempt, request.amount())
                                ? PaymentProblem.TOO_MANY_REFUNDS
                                : PaymentProblem.REFUND_EXCEEDS_PAYMENT))
                .chain(slot -> attempt.refundableAt(now)
                        ? refunds.insert(tx, refund(attempt, request, Optional.empty(), now), slot)
                        : tooLate(tx, refund(attempt, request, Optional.of(Refund.OVER_A_YEAR), now)))
                .replaceWithVoid();
    }

    /** Owed all the same: it is never sent and waits for the refund desk, where it is paid by hand. */
    private Uni<Integer> tooLate(Tx tx, Refund refund) {
        return refunds.insert(tx, refund, null).invoke(() -> alarms.stuckRefund(Refund.OVER_A_YEAR, refund.refundNo()));
    }

    private static boolean fits(Attempt attempt, Money amount) {
        return attempt.refundAsked().plus(amount).compareTo(attempt.amount()) <= 0;
    }

    private Refund refund(Attempt attempt, RefundRequest request, Optional<String> code, Instant now) {
        var reason = request.reason().length() <= LONGEST_REASON
                ? request.reason()
                : request.reason().substring(0, LONGEST_REASON);
        return new Refund(
                Ids.next(),
                attempt.id(),
                attempt.order(),
                request.refundNo(),
                request.refundNo(),
                attempt.outTradeNo(),
                1,
                request.amount(),
                attempt.amount(),
                reason,
                weChat.refundBody(new RefundOrder(
                        attempt.outTradeNo(), request.refundNo(), reason, request.amount(), attempt.amount())),
                Refund.State.REQUESTED,
                code,
                0,
                now,
                Optional.empty(),
                Refund.Desk.EMPTY);
    }
}
