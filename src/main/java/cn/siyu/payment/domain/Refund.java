package cn.siyu.payment.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.wechat.WeChatPay;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Money on its way back to a buyer.
 *
 * @param refundNo the asker's number, for ever
 * @param outRefundNo the number at WeChat: the same, until WeChat has closed it and finance begins another round
 * @param lastCode why it does not go on: what WeChat refused it with last, or {@link #OVER_A_YEAR}
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
        Optional<Instant> refundedAt,
        Desk desk) {

    /** WeChat takes two refunds of one payment only a minute apart; a second more, because clocks differ. */
    public static final Duration APART = Duration.ofSeconds(61);

    /** For so long after the payment WeChat takes refunds of it. */
    public static final Duration TAKEN_FOR = Duration.ofDays(365);

    /** The code of one that was not sent at all, because WeChat would not take it any more. */
    public static final String OVER_A_YEAR = "OVER_A_YEAR";

    /** Refusals that pass by themselves: no balance yet, too many calls, WeChat's own trouble. All others are for people. */
    public static final Set<String> PASSING = Set.of("NOT_ENOUGH", "FREQUENCY_LIMITED", "SYSTEM_ERROR");

    /** A request is good for five minutes by its signature; a minute more, because clocks differ. */
    private static final Duration UNHEARD = Duration.ofMinutes(6);

    /**
     * What the refund desk needs of it.
     *
     * @param sentAt when the bytes may have gone out for the last time; empty as long as they surely have not
     * @param weChatId WeChat's own number, once it has told it
     * @param diversion the application to send an ABNORMAL one elsewhere, while WeChat has not taken it
     * @param settledOutside paid by hand, and not by WeChat
     */
    public record Desk(
            Optional<Instant> sentAt,
            Optional<String> weChatId,
            Optional<String> diversion,
            Optional<Proposal> proposal,
            boolean settledOutside) {

        public static final Desk EMPTY =
                new Desk(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** Somebody says that he has paid by hand, and how that is seen. */
    public record Proposal(UUID by, String name, String proof, String reason) {}

    /** How a refund stands. */
    @Schema(name = "PaymentRefundState")
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
            return desk.settledOutside() && told.state() == WeChatPay.RefundState.SUCCESS
                    ? new Verdict.Contradiction("refund was paid by hand and by WeChat")
                    : new Verdict.Nothing();
        }
        if (told.state() != WeChatPay.RefundState.UNKNOWN_NUMBER
                && !told.amount().equals(Optional.of(amount))) {
            return new Verdict.Contradiction("refund amount");
        }
        return switch (told.state()) {
            case SUCCESS -> new Verdict.Settle(told.successTime().orElse(now));
            case PROCESSING -> new Verdict.Turn(State.PROCESSING);
            case CLOSED -> new Verdict.Turn(State.CLOSED);
            // While it is being sent elsewhere, an older word is no news.
            case ABNORMAL -> desk.diversion().isPresent() ? new Verdict.Nothing() : new Verdict.Turn(State.ABNORMAL);
            case UNKNOWN_NUMBER -> new Verdict.Nothing();
        };
    }

    /** Whether it does not go on by itself, and the money has not arrived: then people decide. */
    public boolean isStuck() {
        return state == State.CLOSED || state == State.ABNORMAL || isRefused();
    }

    /** Whether WeChat does not take it, for a reason that does not pass. */
    public boolean isRefused() {
        return state == State.REQUESTED && lastCode.filter(Refund::isFinal).isPresent();
    }

    public static boolean isFinal(String code) {
        return !PASSING.contains(code);
    }

    /** From when on people may decide about a refused one: before that, what was sent last may still arrive. */
    public Optional<Instant> decidableFrom() {
        return isRefused() ? desk.sentAt().map(at -> at.plus(UNHEARD)) : Optional.empty();
    }

    /** Whether WeChat may know the number already: then it is asked before anything is sent again (REL-08). */
    public boolean mayBeKnown() {
        return state == State.PROCESSING || tries > 1;
    }

    public String nextOutRefundNo() {
        return refundNo + "-" + (round + 1);
    }
}
