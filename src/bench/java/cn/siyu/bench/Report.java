package cn.siyu.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** A run as it is kept: figures for programs, a table and plots for people. */
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Sizes sizes;
    private final Results results;
    private final Map<String, Object> machine;
    private final String commit;
    private final Instant date = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private Report(Sizes sizes, Results results, Map<String, Object> machine, String commit) {
        this.sizes = sizes;
        this.results = results;
        this.machine = machine;
        this.commit = commit;
    }

    static Report of(Sizes sizes, Results results) {
        return new Report(sizes, results, Machine.describe(), Machine.commit());
    }

    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("report.json"), json() + "\n");
            Files.writeString(folder.resolve("report.md"), table());
            for (var plot : Plots.of(results).entrySet()) {
                Files.writeString(folder.resolve(plot.getKey()), plot.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String table() {
        return new ReportTable(results, machine, commit, date).text();
    }

    /** Orders that were answered and are gone; none when nothing was crashed. */
    long missingAfterCrash() {
        return results.facts().get("crash") instanceof Map<?, ?> crash
                        && crash.get("missing_after_restart") instanceof Number missing
                ? missing.longValue()
                : 0;
    }

    private String json() {
        var all = new LinkedHashMap<String, Object>();
        all.put("machine", machine);
        all.put("commit", commit);
        all.put("date", date.toString());
        all.put(
                "sizes",
                Map.of(
                        "members", sizes.members(),
                        "products", sizes.products(),
                        "rounds", sizes.rounds(),
                        "seconds", sizes.seconds(),
                        "sweep", sizes.sweep(),
                        "soak_seconds", sizes.soakSeconds(),
                        "soak_rate", sizes.soakRate()));
        all.put(
                "scenarios",
                results.samples().values().stream().map(Report::scenario).toList());
        var anchors = new LinkedHashMap<String, Object>();
        results.anchors().forEach((name, values) -> anchors.put(name, spread(values)));
        all.put("anchors", anchors);
        var ratios = new LinkedHashMap<String, Object>();
        results.ratios().forEach((name, values) -> ratios.put(name, spread(values)));
        all.put("ratios", ratios);
        all.put("sweeps", results.sweeps());
        all.put("facts", results.facts());
        all.put("rounds_thrown_away_foreign_percent", results.thrownAway());
        try {
            return JSON.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> scenario(List<Sample> rounds) {
        var last = rounds.getLast();
        var told = new LinkedHashMap<String, Object>();
        told.put("name", last.name());
        told.put("connections", last.connections());
        told.put("ops_per_s", median(rounds, Sample::opsPerS));
        told.put(
                "ops_per_s_by_round",
                rounds.stream().map(Sample::opsPerS).map(Figures::rounded).toList());
        told.put("p50_ms", median(rounds, Sample::p50Millis));
        told.put("p99_ms", median(rounds, Sample::p99Millis));
        told.put(
                "unexpected_errors",
                rounds.stream().mapToLong(Sample::unexpectedErrors).sum());
        told.put("violations", rounds.stream().mapToLong(Sample::violations).sum());
        var cpu = new TreeMap<String, Double>();
        last.cpu()
                .keySet()
                .forEach(part -> cpu.put(part, median(rounds, each -> each.cpu().getOrDefault(part, 0.0))));
        told.put("cpu", cpu);
        told.put("foreign_cpu_percent", median(rounds, Sample::foreignPercent));
        told.put("rss_mb", median(rounds, Sample::rssMb));
        told.put("more", last.more());
        return told;
    }

    private static double median(List<Sample> rounds, ToDoubleFunction<Sample> figure) {
        return Figures.rounded(
                Figures.median(rounds.stream().map(figure::applyAsDouble).toList()));
    }

    private static Map<String, Object> spread(List<Double> values) {
        var told = new LinkedHashMap<String, Object>();
        told.put("median", Figures.rounded(Figures.median(values)));
        told.put("least", Figures.rounded(Figures.least(values)));
        told.put("most", Figures.rounded(Figures.most(values)));
        told.put("by_round", values.stream().map(Figures::rounded).toList());
        return told;
    }
}
