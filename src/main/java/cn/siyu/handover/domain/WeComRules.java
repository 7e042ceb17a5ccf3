package cn.siyu.handover.domain;

import cn.siyu.handover.domain.Item.State;
import cn.siyu.wechat.WeCom.Passing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/** What WeCom's words mean for an item, and when asking again makes sense (D9). */
public final class WeComRules {

    /** Chats of one owner a day. */
    public static final int CHATS_A_DAY = 300;

    public static final Duration AFTER_LEAVING = Duration.ofDays(365);

    /** Two transfers of one customer in these natural days. */
    private static final int WINDOW_DAYS = 90;

    /** A customer in service who was passed on twice of late. */
    private static final String TOO_OFTEN = "40128";

    /** He is being passed on at this moment: by what was sent before and whose answer was lost, perhaps. */
    private static final Set<String> UNDER_WAY = Set.of("40129", "40100");

    /** The leaver does not have him, or the successor has him: what was sent before may have been done. */
    private static final Set<String> NOT_HIS = Set.of("40130", "40131");

    /** The successor has as many customers as one may have. */
    private static final String FULL = "40099";

    /** No such customer, no such chat. */
    private static final Set<String> NEVER = Set.of("40096", "90501");

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private WeComRules() {}

    /** What becomes of an item. */
    public record Verdict(State state, Optional<String> code, Optional<Instant> retryAt) {

        static Verdict of(State state) {
            return new Verdict(state, Optional.empty(), Optional.empty());
        }

        static Verdict refused(String code, Instant retryAt) {
            return new Verdict(State.REFUSED, Optional.of(code), Optional.of(retryAt));
        }

        static Verdict refused(String code) {
            return new Verdict(State.REFUSED, Optional.of(code), Optional.empty());
        }
    }

    /**
     * A customer was sent.
     *
     * @param before whether he had been sent before, with an answer that nobody got
     */
    public static Verdict sent(String code, boolean before, Instant now) {
        if (code.equals("0") || UNDER_WAY.contains(code)) {
            return Verdict.of(State.WAITING);
        }
        if (NOT_HIS.contains(code)) {
            return before
                    ? Verdict.of(State.WAITING)
                    : new Verdict(State.GIVEN_UP, Optional.of(code), Optional.empty());
        }
        return refused(code, now);
    }

    /** It is the successor's. */
    public static Verdict done() {
        return Verdict.of(State.DONE);
    }

    /** A customer was asked for. */
    public static Optional<Verdict> asked(Passing passing, Instant now) {
        return switch (passing) {
            case WAITING -> Optional.empty();
            case DONE -> Optional.of(done());
            case CUSTOMER_REFUSED -> Optional.of(Verdict.refused("CUSTOMER_REFUSED"));
            case SUCCESSOR_FULL -> Optional.of(Verdict.refused("SUCCESSOR_FULL", nextDay(now)));
            case NO_RECORD -> Optional.of(Verdict.refused("NO_RECORD", nextDay(now)));
        };
    }

    /** A customer was not passed on, as WeCom called out; empty for a reason that is asked for anyway. */
    public static Optional<Verdict> calledOut(String reason, Instant now) {
        return switch (reason) {
            case "customer_refused" -> asked(Passing.CUSTOMER_REFUSED, now);
            case "customer_limit_exceed" -> asked(Passing.SUCCESSOR_FULL, now);
            default -> Optional.empty();
        };
    }

    /** A chat was not passed on, or a whole call was refused. */
    public static Verdict refusedFor(String code, Instant now) {
        return refused(code, now);
    }

    private static Verdict refused(String code, Instant now) {
        if (NEVER.contains(code)) {
            return new Verdict(State.GIVEN_UP, Optional.of(code), Optional.empty());
        }
        if (code.equals(TOO_OFTEN)) {
            return Verdict.refused(
                    code, day(now).plusDays(WINDOW_DAYS).atStartOfDay(CHINA).toInstant());
        }
        return code.equals(FULL)
                ? Verdict.refused("SUCCESSOR_FULL", nextDay(now))
                : Verdict.refused(code, nextDay(now));
    }

    /** When the limits of a day begin anew. */
    public static Instant nextDay(Instant now) {
        return day(now).plusDays(1).atStartOfDay(CHINA).toInstant();
    }

    public static Instant today(Instant now) {
        return day(now).atStartOfDay(CHINA).toInstant();
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, CHINA);
    }
}
