package cn.siyu.payment.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.wechat.WeChatPay;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Money on its way back to a buyer.
 *
 * @param refundNo the asker's number, for ever
 * @param outRefundNo the number at WeChat: the same, until WeChat has closed it and finance begins another round
 */
public record Refund(
        UUID id,
        UUID payment,
        UUID order,
        String refundNo,
        String outRefundNo,
        String outTradeNo,
        int round,
        Money amount,
        Money total,
        String reason,
        String requestBody,
        State state,
        Optional<String> lastCode,
        int tries,
        Instant askedAt,
        Optional<Instant> refundedAt) {

    /** WeChat takes two refunds of one payment only a minute apart; a second more, because clocks differ. */
    public static final Duration APART = Duration.ofSeconds(61);

    /** How a refund stands. */
    public enum State {
        /** Promised; WeChat may or may not know it. */
        REQUESTED,
        PROCESSING,
        SUCCESS,
        /** WeChat has given up: finance may begin a new round. */
        CLOSED,
        /** The buyer's account takes nothing: finance must act at WeChat. */
        ABNORMAL
    }

    /** What follows from what WeChat tells. */
    public sealed interface Verdict {

        record Settle(Instant at) implements Verdict {}

        record Turn(State state) implements Verdict {}

        record Nothing() implements Verdict {}

        record Contradiction(String what) implements Verdict {}
    }

    public Verdict hear(WeChatPay.Refund told, Instant now) {
        if (state == State.SUCCESS) {
            return new Verdict.Nothing();
        }
        if (told.state() != WeChatPay.RefundState.UNKNOWN_NUMBER
                && !told.amount().equals(Optional.of(amount))) {
            return new Verdict.Contradiction("refund amount");
        }
        return switch (told.state()) {
            case SUCCESS -> new Verdict.Settle(told.successTime().orElse(now));
            case PROCESSING -> new Verdict.Turn(State.PROCESSING);
            case CLOSED -> new Verdict.Turn(State.CLOSED);
            case ABNORMAL -> new Verdict.Turn(State.ABNORMAL);
            case UNKNOWN_NUMBER -> new Verdict.Nothing();
        };
    }

    /** Whether WeChat may know the number already: then it is asked before anything is sent again (REL-08). */
    public boolean mayBeKnown() {
        return state == State.PROCESSING || tries > 1;
    }

    public String nextOutRefundNo() {
        return refundNo + "-" + (round + 1);
    }
}
