package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import java.time.Instant;
import java.util.Map;

/**
 * How much a payee may withdraw at a time and on one day (C34). What is more stays available for another day: nothing is split
 * or dropped behind his back.
 */
public record Limits(Money least, Money most, Money perDay, int timesPerDay) {

    /** What somebody has withdrawn on a day already; what came back does not count. */
    public record Day(Money sum, int times, Instant next) {}

    public void allow(Money amount) {
        if (amount.compareTo(least) < 0) {
            throw new Refused(CommissionProblem.WITHDRAWAL_TOO_SMALL);
        }
        if (amount.compareTo(most) > 0) {
            throw Refused.with(
                    CommissionProblem.WITHDRAWAL_TOO_LARGE,
                    "At most " + most + " yuan at a time",
                    Map.of("mostFen", most.fen()));
        }
    }

    public void allow(Money amount, Day day) {
        var left = perDay.minus(day.sum());
        if (day.times() >= timesPerDay || amount.compareTo(left) > 0) {
            var open = day.times() >= timesPerDay ? 0 : Math.max(0, left.fen());
            throw Refused.with(
                    CommissionProblem.WITHDRAWAL_DAY_LIMIT,
                    "Today there is %s yuan left to withdraw".formatted(new Money(open)),
                    Map.of("leftFen", open, "next", day.next().toString()));
        }
    }
}
