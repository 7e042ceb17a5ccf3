package cn.siyu.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything that was measured, round by round. */
final class Results {

    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
    private final Map<String, List<Double>> anchors = new LinkedHashMap<>();
    private final Map<String, Map<Integer, Double>> sweeps = new LinkedHashMap<>();
    private final Map<String, List<Double>> ratios = new LinkedHashMap<>();
    private final Map<String, Object> facts = new TreeMap<>();
    private final List<Double> thrownAway = new ArrayList<>();

    /** One round, kept or thrown away as a whole. */
    record Round(Map<String, Sample> samples, Map<String, Double> anchors, Map<String, Map<Integer, Double>> sweeps) {

        Round() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        void add(Sample sample) {
            samples.put(sample.name(), sample);
            System.out.printf(
                    "bench: %-14s %,9.0f/s  p50 %.1f ms  p99 %.1f ms  errors %d  violations %d  cpu %s  foreign %.1f %%  %s%n",
                    sample.name(),
                    sample.opsPerS(),
                    sample.p50Millis(),
                    sample.p99Millis(),
                    sample.unexpectedErrors(),
                    sample.violations(),
                    shares(sample.cpu()),
                    sample.foreignPercent(),
                    sample.more());
        }

        void anchor(String name, PgBench.Best best) {
            anchors.put(name, best.ordersPerS());
            sweeps.put(name, best.byClients());
            System.out.printf(
                    "bench: %-14s %,9.0f/s  best of %s clients, %.1f ms%n",
                    name, best.ordersPerS(), best.clients(), best.latencyMillis());
        }

        double foreignPercent() {
            return samples.values().stream()
                    .mapToDouble(Sample::foreignPercent)
                    .max()
                    .orElse(0);
        }

        private static Map<String, Long> shares(Map<String, Double> cpu) {
            var whole = new TreeMap<String, Long>();
            cpu.forEach((part, percent) -> whole.put(part, Math.round(percent)));
            return whole;
        }
    }

    void keep(Round round) {
        round.samples().values().forEach(this::keep);
        round.anchors()
                .forEach((name, value) ->
                        anchors.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
        round.sweeps().forEach(sweeps::put);
        Ratios.of(round)
                .forEach((name, value) ->
                        ratios.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
    }

    void keep(Sample sample) {
        samples.computeIfAbsent(sample.name(), _ -> new ArrayList<>()).add(sample);
    }

    void ratio(String name, double value) {
        ratios.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    void fact(String name, Object value) {
        facts.put(name, value);
        System.out.printf("bench: %s: %s%n", name, value);
    }

    void throwAway(Round round) {
        thrownAway.add(round.foreignPercent());
    }

    Map<String, List<Sample>> samples() {
        return samples;
    }

    Map<String, List<Double>> anchors() {
        return anchors;
    }

    Map<String, Map<Integer, Double>> sweeps() {
        return sweeps;
    }

    Map<String, List<Double>> ratios() {
        return ratios;
    }

    Map<String, Object> facts() {
        return facts;
    }

    List<Double> thrownAway() {
        return thrownAway;
    }

    /** Whatever must never be, over all rounds. */
    long violations() {
        return samples.values().stream()
                .flatMap(List::stream)
                .mapToLong(Sample::violations)
                .sum();
    }
}
