package cn.siyu.payment.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.wechat.MerchantTransfers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Money on its way to a person, under one number for ever (C33).
 *
 * @param packageInfo what the payee confirms with, once WeChat has given it
 * @param sentAt when the bytes may have gone out for the last time; empty as long as they surely have not
 * @param waitsAt since when the payee is asked to confirm
 */
public record Transfer(
        UUID id,
        String billNo,
        UUID owner,
        Money amount,
        String remark,
        State state,
        Optional<String> transferBillNo,
        Optional<String> packageInfo,
        Optional<String> failReason,
        Optional<String> lastCode,
        int tries,
        Optional<Instant> sentAt,
        Optional<Instant> cancelAskedAt,
        Instant promisedAt,
        Optional<Instant> waitsAt,
        Optional<Instant> endedAt) {

    /** WeChat takes no smaller ones. */
    public static final Money LEAST = Money.ofFen(10);

    /**
     * A request is good for five minutes by its signature; a minute more, because clocks differ. What WeChat does not know by
     * then will never arrive.
     */
    private static final Duration UNHEARD = Duration.ofMinutes(6);

    /** WeChat forgets a number after 30 days: from then on its not knowing proves nothing (C33). */
    private static final Duration REMEMBERED = Duration.ofDays(29);

    /** How a transfer stands; all but the first are WeChat's words, in the order in which they follow each other. */
    @Schema(name = "TransferState")
    public enum State {
        /** WeChat may or may not know it. */
        PROMISED,
        ACCEPTED,
        PROCESSING,
        WAIT_USER_CONFIRM,
        TRANSFERING,
        CANCELING,
        SUCCESS,
        FAIL,
        CANCELLED;

        public boolean ended() {
            return this == SUCCESS || this == FAIL || this == CANCELLED;
        }

        /** Whether WeChat would still cancel it: nobody has confirmed. */
        public boolean cancellable() {
            return this == ACCEPTED || this == PROCESSING || this == WAIT_USER_CONFIRM;
        }
    }

    /** What follows from what WeChat tells. */
    public sealed interface Verdict {

        /** @param asksUser the payee can confirm now and nobody has been told */
        record Turn(State state, boolean asksUser) implements Verdict {}

        record End(State state, Optional<String> failReason) implements Verdict {}

        record Nothing() implements Verdict {}

        record Contradiction(String what) implements Verdict {}
    }

    public Verdict hear(MerchantTransfers.Transfer told) {
        if (told.amount().isPresent() && !told.amount().get().equals(amount)) {
            return new Verdict.Contradiction("transfer amount");
        }
        return switch (told.state()) {
            case UNKNOWN_NUMBER -> new Verdict.Nothing();
            case SUCCESS, FAIL, CANCELLED -> end(State.valueOf(told.state().name()), told.failReason());
            case ACCEPTED, PROCESSING, WAIT_USER_CONFIRM, TRANSFERING, CANCELING ->
                turn(State.valueOf(told.state().name()), told.packageInfo());
        };
    }

    private Verdict end(State end, Optional<String> reason) {
        if (!state.ended()) {
            return new Verdict.End(end, reason);
        }
        return state == end ? new Verdict.Nothing() : new Verdict.Contradiction("second end of a transfer");
    }

    /** An answer that was overtaken by a later word leads nowhere back. */
    private Verdict turn(State further, Optional<String> given) {
        if (further.compareTo(state) < 0) {
            return new Verdict.Nothing();
        }
        var canConfirm = further == State.WAIT_USER_CONFIRM
                && given.or(() -> packageInfo).isPresent();
        return new Verdict.Turn(further, canConfirm && waitsAt.isEmpty());
    }

    /** Whether WeChat may know the number already: then it is asked before anything is sent again. */
    public boolean mayBeKnown() {
        return state != State.PROMISED || tries > 1;
    }

    /** Whether WeChat's not knowing the number is still worth something. */
    public boolean remembered(Instant now) {
        return now.isBefore(promisedAt.plus(REMEMBERED));
    }

    /** Whether a number that WeChat does not know now will never be known to it. */
    public boolean neverArrives(Instant now) {
        return state == State.PROMISED
                && remembered(now)
                && sentAt.map(at -> now.isAfter(at.plus(UNHEARD))).orElse(true);
    }

    /** When WeChat is asked next, while it stands so. */
    public static Instant nextQuery(State state, int tries, Instant now) {
        return state == State.WAIT_USER_CONFIRM
                ? Schedule.whileProcessing(tries, now)
                : Schedule.afterDoubt(tries, now);
    }
}
