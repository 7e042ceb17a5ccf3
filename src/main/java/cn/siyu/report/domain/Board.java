package cn.siyu.report.domain;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Partners by what they have sold and what stayed sold (C37). Nobody is ranked by whom he has brought to the shop as a partner:
 * there is no such measure.
 */
public record Board(Of of, By by, Span span, List<Place> places) {

    /** Whose board it is. */
    @Schema(name = "LeaderboardOf")
    public enum Of {
        DISTRIBUTOR,
        KOC
    }

    /** What is compared. */
    @Schema(name = "LeaderboardBy")
    public enum By {
        /** Goods of completed orders, less what was refunded since. */
        SALES,
        /** Completed orders of which something is left. */
        ORDERS,
        /** Buyers whose first order it was. */
        NEW_CUSTOMERS
    }

    /** Over which time: the day, the week from Monday, or the month in which a day is. */
    @Schema(name = "LeaderboardPeriod")
    public enum Period {
        DAY,
        WEEK,
        MONTH;

        public Span around(LocalDate day) {
            return switch (this) {
                case DAY -> new Span(day, day);
                case WEEK ->
                    new Span(
                            day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
                            day.with(TemporalAdjusters.nextOrSame(DayOfWeek.SUNDAY)));
                case MONTH -> new Span(day.withDayOfMonth(1), day.with(TemporalAdjusters.lastDayOfMonth()));
            };
        }
    }

    /** A partner's place; those with the same score share it, and the next place is left out. */
    public record Place(long rank, UUID partner, Score score, boolean hidden) {}

    /** What a partner has sold in the time. */
    public record Score(long salesFen, long orders, long newCustomers) {

        public long of(By by) {
            return switch (by) {
                case SALES -> salesFen;
                case ORDERS -> orders;
                case NEW_CUSTOMERS -> newCustomers;
            };
        }
    }

    /** A name as other partners see it: its first character. */
    public static String masked(String name) {
        var shown = name.strip();
        return shown.isEmpty()
                ? "**"
                : new StringBuilder()
                        .appendCodePoint(shown.codePointAt(0))
                        .append("**")
                        .toString();
    }
}
