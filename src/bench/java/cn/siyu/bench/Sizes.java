package cn.siyu.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How large a run is, as the build was told.
 *
 * @param rounds how often everything is measured, one thing after another
 * @param seconds how long a measurement takes
 * @param sweep the numbers of clients of which an anchor may choose its best
 * @param history how many orders there are when orders are dear by their number
 * @param scenarios what alone is to be measured; empty: everything
 * @param javaOptions further options of the shop's virtual machine, for a profiler
 */
record Sizes(
        int members,
        int products,
        int rounds,
        int warmup,
        int seconds,
        List<Integer> sweep,
        int sweepSeconds,
        int notifies,
        int history,
        int soakSeconds,
        int soakRate,
        boolean crash,
        boolean classCache,
        Optional<Path> recordedGroups,
        Set<String> scenarios,
        List<String> javaOptions) {

    /** What a run measures, by the names under which it may be asked for alone. */
    static final Set<String> SCENARIOS = Set.of(
            CrowdScenario.HOT,
            NotifyScenario.NAME,
            SpreadScenario.NAME,
            SoldOutScenario.NAME,
            ReadScenario.PRODUCT_PAGE,
            ReadScenario.LISTS,
            GateAnchor.NAME,
            RecordedScenario.NAME,
            Soak.NAME,
            "crash",
            History.NAME,
            "starts");

    /** A token is used so often and no more. */
    static final int USES_OF_A_TOKEN = 20;

    /** Connections of the crowd that wants the same. */
    static final int CROWD = 256;

    /** Rounds in which others used the machine are thrown away; there are at most so many in all. */
    static final int MOST_ROUNDS = 10;

    static final double MOST_FOREIGN_PERCENT = 10;

    static Sizes told() {
        return new Sizes(
                number("members"),
                number("products"),
                number("rounds"),
                number("warmup"),
                number("seconds"),
                Stream.of(text("sweep").split(",", -1)).map(Integer::valueOf).toList(),
                number("sweep-seconds"),
                number("notifies"),
                number("history"),
                number("soak-seconds"),
                number("soak-rate"),
                Boolean.parseBoolean(text("crash")),
                Boolean.parseBoolean(text("class-cache")),
                Optional.ofNullable(System.getProperty("groups"))
                        .filter(folder -> !folder.isBlank())
                        .map(Path::of),
                known(words("scenarios", ",")),
                words("java-options", " "));
    }

    /** Whether this scenario is one of those that were asked for. */
    boolean measures(String scenario) {
        return scenarios.isEmpty() || scenarios.contains(scenario);
    }

    /** Whether this is a run of which the report is kept. */
    boolean whole() {
        return scenarios.isEmpty() && rounds > 1;
    }

    private static Set<String> known(List<String> asked) {
        var unknown = asked.stream().filter(name -> !SCENARIOS.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(unknown + " cannot be measured; these can: " + new TreeSet<>(SCENARIOS));
        }
        return Set.copyOf(asked);
    }

    private static List<String> words(String name, String between) {
        return Stream.of(System.getProperty("siyu.bench." + name, "").split(between, -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The folder of the benchmark's own files. */
    static Path home() {
        return Path.of(text("home"));
    }

    private static int number(String name) {
        return Integer.parseInt(text(name));
    }

    private static String text(String name) {
        var value = System.getProperty("siyu.bench." + name);
        if (value == null) {
            throw new IllegalStateException("siyu.bench." + name + " is not set: run ./mvnw verify -Pbench");
        }
        return value;
    }
}
