package cn.siyu.commission.domain;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;

/** A month of the shop's zone, as statements are made of it. */
public record StatementMonth(YearMonth month) {

    /** What was begun before midnight is told by then. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    public static StatementMonth of(LocalDate day) {
        return new StatementMonth(YearMonth.from(day));
    }

    /** The last that can be stated. */
    public static StatementMonth last(Instant now) {
        return new StatementMonth(
                YearMonth.from(ShopCalendar.dayOf(now.minus(GRACE))).minusMonths(1));
    }

    public LocalDate day() {
        return month.atDay(1);
    }

    /** The first instant that is no longer in it. */
    public Instant end() {
        return ShopCalendar.startOf(month.plusMonths(1).atDay(1));
    }

    /** News up to here has to be heard first. */
    public Instant told() {
        return end().plus(GRACE);
    }

    /** Refused while it is not over. */
    public void over(Instant now) {
        if (now.isBefore(told())) {
            throw Refused.with(
                    CommissionProblem.STATEMENT_MONTH_OPEN,
                    "The month is stated from " + told() + " on",
                    Map.of("from", told().toString()));
        }
    }

    @Override
    public String toString() {
        return month.toString();
    }
}
