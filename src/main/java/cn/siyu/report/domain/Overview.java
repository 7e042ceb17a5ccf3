package cn.siyu.report.domain;

import cn.siyu.report.domain.Sale.Key;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What was sold in a span, to whom and through whom. Where nothing was, everything is zero.
 *
 * @param days each day of the span
 */
public record Overview(
        Span span,
        Sums total,
        People people,
        Sums cSide,
        Sums bSide,
        List<Line> acquisition,
        List<Line> distributors,
        List<Line> kocs,
        List<Line> communities,
        List<Day> days) {

    /** How many are named in each list. */
    public static final int TOP = 10;

    /** The most first, the key decides among equals. */
    private static final Comparator<Line> MOST_FIRST = Comparator.comparingLong(
                    (Line line) -> line.sums().grossFen())
            .reversed()
            .thenComparing(Line::key);

    /** One that orders are counted under. */
    public record Line(String key, Sums sums) {}

    /** One shop day. */
    public record Day(LocalDate day, Sums sums) {}

    public static Overview of(Span span, Map<Key, Sums> byKey, Map<LocalDate, Sums> byDay, People people) {
        return new Overview(
                span,
                byKey.getOrDefault(Key.ALL, Sums.NONE),
                people,
                byKey.getOrDefault(new Key(Dimension.SIDE, Sale.C_SIDE), Sums.NONE),
                byKey.getOrDefault(new Key(Dimension.SIDE, Sale.B_SIDE), Sums.NONE),
                top(byKey, Dimension.ACQUISITION),
                top(byKey, Dimension.DISTRIBUTOR),
                top(byKey, Dimension.KOC),
                top(byKey, Dimension.COMMUNITY),
                span.days().stream()
                        .map(day -> new Day(day, byDay.getOrDefault(day, Sums.NONE)))
                        .toList());
    }

    private static List<Line> top(Map<Key, Sums> byKey, Dimension dimension) {
        return byKey.entrySet().stream()
                .filter(entry -> entry.getKey().dimension() == dimension)
                .map(entry -> new Line(entry.getKey().value(), entry.getValue()))
                .sorted(MOST_FIRST)
                .limit(TOP)
                .toList();
    }
}
