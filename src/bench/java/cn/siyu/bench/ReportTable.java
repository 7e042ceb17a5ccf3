package cn.siyu.bench;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run as a page to read. */
final class ReportTable {

    private final Results results;
    private final Map<String, Object> machine;
    private final String commit;
    private final Instant date;
    private final StringBuilder text = new StringBuilder();

    ReportTable(Results results, Map<String, Object> machine, String commit, Instant date) {
        this.results = results;
        this.machine = machine;
        this.commit = commit;
        this.date = date;
    }

    String text() {
        line("# Benchmark");
        line("");
        line(
                "Commit `%s`, %s, %s processors (%s), %s, Java %s.",
                commit, date, of("processors"), of("processor"), of("memory"), of("java"));
        line(
                "The load generator, the shop, PostgreSQL, Redis and the stand-in for WeChat share the machine. Durability as the");
        line("application's own connection says it: `%s`.", results.facts().getOrDefault("durability", ""));
        line("");
        ratios();
        scenarios();
        anchors();
        facts();
        line("![Figures and goals](ratios.svg)");
        line("");
        line("![Peaks](peaks.svg)");
        line("");
        line("![Waiting](waiting.svg)");
        line("");
        line("![Anchors by clients](sweeps.svg)");
        return text.toString();
    }

    private void ratios() {
        line("| figure | what it is | goal | median | least to most | reached |");
        line("|---|---|---|---|---|---|");
        Ratios.GOALS.forEach(goal -> {
            var values = results.ratios().getOrDefault(goal.name(), List.of());
            var median = Figures.median(values);
            line(
                    "| `%s` | %s | %s %s | %s | %s | %s |",
                    goal.name(),
                    goal.meaning(),
                    goal.atMost() ? "≤" : "≥",
                    plain(goal.value()),
                    values.isEmpty() ? "not measured" : plain(median),
                    values.isEmpty() ? "" : plain(Figures.least(values)) + " to " + plain(Figures.most(values)),
                    values.isEmpty() ? "" : goal.reachedBy(median) ? "yes" : "**no**");
        });
        line("");
    }

    private void scenarios() {
        line(
                "| scenario | connections | per second | p50 ms | p99 ms | errors | violations | app / PostgreSQL / load, %% of a core | RSS MiB |");
        line("|---|---|---|---|---|---|---|---|---|");
        results.samples().forEach((name, rounds) -> {
            var last = rounds.getLast();
            line(
                    "| `%s` | %d | %s | %s | %s | %d | %d | %.0f / %.0f / %.0f | %d |",
                    name,
                    last.connections(),
                    plain(Figures.median(rounds.stream().map(Sample::opsPerS).toList())),
                    plain(Figures.median(rounds.stream().map(Sample::p50Millis).toList())),
                    plain(Figures.median(rounds.stream().map(Sample::p99Millis).toList())),
                    rounds.stream().mapToLong(Sample::unexpectedErrors).sum(),
                    rounds.stream().mapToLong(Sample::violations).sum(),
                    last.cpu().getOrDefault("app", 0.0),
                    last.cpu().getOrDefault("postgres", 0.0),
                    last.cpu().getOrDefault("load", 0.0),
                    last.rssMb());
        });
        line("");
    }

    private void anchors() {
        line("| anchor | per second, median | least to most |");
        line("|---|---|---|");
        results.anchors()
                .forEach((name, values) -> line(
                        "| `%s` | %s | %s to %s |",
                        name,
                        plain(Figures.median(values)),
                        plain(Figures.least(values)),
                        plain(Figures.most(values))));
        line("");
    }

    private void facts() {
        line(
                "Rounds thrown away because others used the machine: %d.",
                results.thrownAway().size());
        line("");
        results.facts().forEach((name, value) -> line("* %s: `%s`", name, value));
        line("");
    }

    private Object of(String part) {
        return machine.getOrDefault(part, "unknown");
    }

    private static String plain(double value) {
        var rounded = Figures.rounded(value);
        return Math.abs(rounded) >= 100
                ? String.format(Locale.ROOT, "%,.0f", rounded)
                : String.format(Locale.ROOT, "%.2f", rounded);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
