package cn.siyu.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pictures of a report, by the names of their files. */
final class Plots {

    private Plots() {}

    static Map<String, String> of(Results results) {
        var plots = new LinkedHashMap<String, String>();
        plots.put("ratios.svg", ratios(results));
        plots.put("peaks.svg", peaks(results));
        plots.put("waiting.svg", waiting(results));
        plots.put("sweeps.svg", LineChart.of("PostgreSQL alone: orders a second by clients", results.sweeps()));
        return plots;
    }

    /** Each as a part of its goal, so that all fit on one scale: more than 1 is better than wanted. */
    private static String ratios(Results results) {
        var bars = new ArrayList<BarChart.Bar>();
        Ratios.GOALS.forEach(goal -> {
            var values = results.ratios().getOrDefault(goal.name(), List.of()).stream()
                    .map(value -> goal.atMost() ? goal.value() / Math.max(value, 1e-9) : value / goal.value())
                    .toList();
            if (!values.isEmpty()) {
                bars.add(BarChart.Bar.of(goal.name(), values));
            }
        });
        return BarChart.of("Reached, as a part of the goal (median; the line is the spread)", bars, 1);
    }

    private static String peaks(Results results) {
        var bars = new ArrayList<BarChart.Bar>();
        results.samples()
                .forEach((name, rounds) -> bars.add(BarChart.Bar.of(
                        name, rounds.stream().map(Sample::opsPerS).toList())));
        results.anchors().forEach((name, values) -> bars.add(BarChart.Bar.of("anchor " + name, values)));
        return BarChart.of("Per second (median; the line is the spread)", bars, 0);
    }

    private static String waiting(Results results) {
        var bars = new ArrayList<BarChart.Bar>();
        results.samples().forEach((name, rounds) -> {
            bars.add(BarChart.Bar.of(
                    name + " p50", rounds.stream().map(Sample::p50Millis).toList()));
            bars.add(BarChart.Bar.of(
                    name + " p99", rounds.stream().map(Sample::p99Millis).toList()));
        });
        return BarChart.of("Waiting in milliseconds", bars, 0);
    }
}
