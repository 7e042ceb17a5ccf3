package cn.siyu.payment.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How payments and refunds say no. */
public enum PaymentProblem implements ProblemType {
    NOTIFICATION_REFUSED(400, "This is not a notification for this shop"),
    BILL_IN_HAND(409, "These bills are being reconciled already: look at the list of jobs"),
    PAYMENT_CLOSED(409, "This payment has been closed: begin again"),
    PAYMENT_EXPIRED(409, "The time for paying is over"),
    PAYMENT_ALREADY_CAPTURED(409, "This is paid already"),
    REFUND_ALREADY_SETTLED(409, "This refund has been paid out"),
    REFUND_MAY_ARRIVE(409, "What was sent may still reach WeChat: decide six minutes after it was sent"),
    REFUND_NOT_ABNORMAL(409, "Only an abnormal refund can be sent to another account"),
    REFUND_NOT_PROPOSED(409, "Nobody has proposed to settle this refund by hand"),
    REFUND_NOT_STUCK(409, "This refund goes on by itself: there is nothing to decide"),
    SECOND_PERSON_NEEDED(409, "Somebody else has to confirm this"),
    BILL_NOT_READY(422, "WeChat has not made the bills of this day: they are ready at ten on the next morning"),
    BILL_REFUSED(422, "WeChat does not hand out the bills of this day"),
    BILL_TOO_OLD(422, "WeChat hands out bills for three months"),
    BILL_UNSOUND(422, "This bill is not what WeChat said that it would be: nothing was changed"),
    NOTHING_CAPTURED(422, "There is no captured payment to refund"),
    AUTHORIZATION_REFUSED(422, "WeChat does not let this shop pay this person without his confirmation"),
    PAYMENT_REFUSED(422, "WeChat does not accept this payment"),
    REFUND_EXCEEDS_PAYMENT(422, "Refunds would exceed what was paid"),
    REFUND_TOO_LATE(422, "WeChat takes refunds for a year after the payment: pay this one by hand"),
    TOO_MANY_REFUNDS(422, "A payment can be refunded in 50 parts at most"),
    TRANSFER_NEEDS_NAME(422, "From 2,000 yuan on WeChat wants the payee's real name"),
    TRANSFER_TOO_SMALL(422, "WeChat pays out 0.10 yuan at least"),
    PAYMENT_UNAVAILABLE(503, "WeChat does not answer: try again shortly");

    private final int status;
    private final String title;

    PaymentProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String code() {
        return name();
    }

    @Override
    public String title() {
        return title;
    }
}
