package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The orders of a time, reckoned once more beside what is written. It changes no commission and posts nothing.
 *
 * @param id its job's too
 * @param cap in the place of the one that was kept with each order; simulations only
 * @param place the last order that was looked at
 * @param tally what all orders up to there came to
 * @param doneAt empty as long as its job is at work, and for ever when that did not come to its end
 */
public record Recalculation(
        UUID id,
        Kind kind,
        Period period,
        Optional<Rate> cap,
        String reason,
        UUID askedBy,
        String askedByName,
        Instant askedAt,
        Place place,
        Tally tally,
        Optional<Instant> doneAt) {

    /** What is asked. */
    @Schema(name = "RecalculationKind")
    public enum Kind {
        /** Whether what is written is what comes out of the orders as they were sold, by the rules and policies of their moment. */
        RECOMPUTE,
        /** What other rules, or another cap, would have paid. */
        SIMULATE
    }

    /** Orders whose commissions accrued from {@code from} on and before {@code to}: when they became firm. */
    public record Period(Instant from, Instant to) {

        /** A leap year. */
        private static final Duration LONGEST = Duration.ofDays(366);

        /** Refused when nothing is in it, or more than a year. */
        public Period {
            if (!to.isAfter(from)) {
                throw wrong("is not after from");
            }
            if (Duration.between(from, to).compareTo(LONGEST) > 0) {
                throw wrong("is more than " + LONGEST.toDays() + " days after from");
            }
        }

        private static Refused wrong(String why) {
            return Refused.fields(CommonProblem.INVALID_REQUEST, List.of(new FieldError("to", why)));
        }
    }

    /** Orders are looked at in the order in which they became firm. */
    public record Place(Instant firmAt, UUID order) {

        public static Place before(Period period) {
            return new Place(period.from(), new UUID(0, 0));
        }
    }

    /**
     * @param lines of these orders
     * @param differing commissions that are written and reckoned otherwise, or are one of both only
     */
    public record Tally(long orders, long lines, long differing, Compared fen) {

        public static final Tally NOTHING = new Tally(0, 0, 0, Compared.NOTHING);

        public Tally plus(Tally more) {
            return new Tally(orders + more.orders, lines + more.lines, differing + more.differing, fen.plus(more.fen));
        }
    }

    /**
     * What is written beside what was reckoned.
     *
     * @param paid before refunds, {@code kept} after them and after what was forfeited
     */
    public record Compared(Money paid, Money again, Money kept, Money keptAgain) {

        public static final Compared NOTHING = new Compared(Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);

        public Compared plus(Compared more) {
            return new Compared(
                    paid.plus(more.paid), again.plus(more.again), kept.plus(more.kept), keptAgain.plus(more.keptAgain));
        }

        public boolean agrees() {
            return paid.equals(again) && kept.equals(keptAgain);
        }
    }
}
