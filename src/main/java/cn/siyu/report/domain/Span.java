package cn.siyu.report.domain;

import java.time.LocalDate;
import java.util.List;

/** Shop days, both included. */
public record Span(LocalDate from, LocalDate to) {

    /** The last {@code days} days up to today. */
    public static Span last(int days, LocalDate today) {
        return new Span(today.minusDays(days - 1L), today);
    }

    public boolean has(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    public List<LocalDate> days() {
        return from.datesUntil(to.plusDays(1)).toList();
    }
}
