package cn.siyu.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How large a run is, as the build was told.
 *
 * @param rounds how often everything is measured, one thing after another
 * @param seconds how long a measurement takes
 * @param sweep the numbers of clients of which an anchor may choose its best
 * @param history how many orders there are when orders are dear by their number
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
        Optional<Path> recordedGroups) {

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
                        .map(Path::of));
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
