package cn.siyu.koc.domain;

import cn.siyu.kernel.time.ShopCalendar;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.IsoFields;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A month or a week of the shop's calendar.
 *
 * @param name such as {@code 2026-11}, or {@code 2026-W47}, which begins on its Monday
 */
public record TargetPeriod(String name, Instant starts, Instant ends) {

    private static final Pattern WEEK = Pattern.compile("(\\d{4})-W(\\d{2})");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");

    /** Empty when it names none. */
    public static Optional<TargetPeriod> of(String name) {
        try {
            var week = WEEK.matcher(name);
            if (week.matches()) {
                return week(name, Integer.parseInt(week.group(1)), Integer.parseInt(week.group(2)));
            }
            if (MONTH.matcher(name).matches()) {
                var month = YearMonth.parse(name);
                return Optional.of(
                        between(name, month.atDay(1), month.plusMonths(1).atDay(1)));
            }
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Of a year that has so many. */
    private static Optional<TargetPeriod> week(String name, int year, int nth) {
        // The fourth of January is always in the first week of its year.
        var monday = LocalDate.of(year, 1, 4).with(DayOfWeek.MONDAY).plusWeeks(nth - 1L);
        return nth >= 1 && monday.get(IsoFields.WEEK_BASED_YEAR) == year
                ? Optional.of(between(name, monday, monday.plusWeeks(1)))
                : Optional.empty();
    }

    private static TargetPeriod between(String name, LocalDate first, LocalDate next) {
        return new TargetPeriod(name, ShopCalendar.startOf(first), ShopCalendar.startOf(next));
    }
}
