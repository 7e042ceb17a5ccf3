package cn.siyu.payment.domain;

import cn.siyu.kernel.time.ShopCalendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/** Which days have bills, and which part of a day may be told by its neighbour. */
public final class BillDays {

    /** WeChat makes the bills of a day on the next morning and has them at ten. */
    private static final Duration READY_AT = Duration.ofHours(10);

    private static final int MONTHS_OFFERED = 3;

    /** What happens this close to midnight may stand in the next day's bill. */
    private static final Duration EDGE = Duration.ofMinutes(10);

    private BillDays() {}

    /** The newest day whose bills are ready. */
    public static LocalDate newest(Instant now) {
        return ShopCalendar.dayOf(now.minus(READY_AT)).minusDays(1);
    }

    /** The oldest day whose bills WeChat still offers. */
    public static LocalDate oldest(Instant now) {
        return ShopCalendar.dayOf(now).minusMonths(MONTHS_OFFERED).plusDays(1);
    }

    /** The first instant of a day. */
    public static Instant begin(LocalDate day) {
        return ShopCalendar.startOf(day);
    }

    /** From here on a day's own bill does not say that something is missing: the next one is asked too. */
    public static Instant edge(LocalDate day) {
        return begin(day.plusDays(1)).minus(EDGE);
    }
}
