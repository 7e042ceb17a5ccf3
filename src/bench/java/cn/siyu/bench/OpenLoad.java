package cn.siyu.bench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Requests at a given rate, whether answers come or not (Hyperfoil in a process of its own): how long people wait under that load. */
final class OpenLoad {

    private static final Pattern RESULT = Pattern.compile(
            "BENCH asked=(\\d+) good=(\\d+) micros=(\\d+) p50=(\\d+) p99=(\\d+) broken=(\\d+) statuses=(\\S*)");

    /** In which the generator gets warm; they need requests as well. */
    static final int SECONDS_BEFORE = 3;

    private final URI shop;

    OpenLoad(URI shop) {
        this.shop = shop;
    }

    /** So many requests are sent in so many seconds, at most. */
    static int needed(int perSecond, int seconds) {
        return perSecond * (seconds + SECONDS_BEFORE + 1);
    }

    /** Each request of the feed once, so many in a second; good is an answer of that status. */
    Load run(Feed feed, int perSecond, int seconds, int connections, int wanted) {
        var text = Tools.run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // It keeps two seconds' worth of sessions ready, however fast the shop is.
                        "-Xmx2g",
                        "-XX:+UseSerialGC",
                        // It lives for a dozen seconds: compiling it well would cost the shop more than it spares.
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HyperfoilMain.class.getName(),
                        shop.getHost(),
                        "" + shop.getPort(),
                        feed.file().toString(),
                        "" + perSecond,
                        "" + seconds,
                        "" + connections,
                        "" + wanted),
                Map.of(),
                Duration.ofSeconds(seconds + 180L));
        var result = RESULT.matcher(text);
        if (!result.find()) {
            throw new IllegalStateException("Hyperfoil said nothing of use: " + text);
        }
        return new Load(
                number(result.group(1)),
                number(result.group(2)),
                number(result.group(3)) / 1e6,
                number(result.group(4)) / 1e3,
                number(result.group(5)) / 1e3,
                number(result.group(6)),
                result.group(7),
                "");
    }

    private static long number(String text) {
        return Long.parseLong(text);
    }
}
