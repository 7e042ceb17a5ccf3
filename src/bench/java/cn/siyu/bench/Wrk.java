package cn.siyu.bench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** As much load as a number of connections can make: the peak, and nothing about waiting times under a given load. */
final class Wrk {

    private static final Pattern RESULT = Pattern.compile(
            "BENCH asked=(\\d+) good=(\\d+) micros=(\\d+) p50=(\\d+) p99=(\\d+) broken=(\\d+) statuses=(\\S*)");
    private static final Pattern OTHER = Pattern.compile("(?m)^OTHER (.*)$");

    private final URI shop;

    Wrk(URI shop) {
        this.shop = shop;
    }

    /** Each request of the feed once; good is an answer of that status with that text in it. */
    Load once(Feed feed, int connections, int seconds, int wanted, String mark) {
        return run("orders.lua", connections, seconds, List.of(feed.file().toString(), "" + wanted, mark));
    }

    /** The same, and the ids of the orders that were answered are written into a file. */
    Load once(Feed feed, int connections, int seconds, int wanted, String mark, Path taken) {
        return run(
                "orders.lua",
                connections,
                seconds,
                List.of(feed.file().toString(), "" + wanted, mark, taken.toString()));
    }

    /** The feed again and again. */
    Load again(Feed feed, int connections, int seconds) {
        return run("reads.lua", connections, seconds, List.of(feed.file().toString()));
    }

    private Load run(String script, int connections, int seconds, List<String> arguments) {
        var command = new ArrayList<>(List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout",
                "10s",
                "-s",
                Sizes.home().resolve("lua").resolve(script).toString(),
                shop.toString(),
                "--"));
        command.addAll(arguments);
        var text = Tools.run(command, Map.of(), Duration.ofSeconds(seconds + 120L));
        var result = RESULT.matcher(text);
        if (!result.find()) {
            throw new IllegalStateException("wrk said nothing of use: " + text);
        }
        var other = OTHER.matcher(text);
        return new Load(
                number(result.group(1)),
                number(result.group(2)),
                number(result.group(3)) / 1e6,
                number(result.group(4)) / 1e3,
                number(result.group(5)) / 1e3,
                number(result.group(6)),
                result.group(7),
                other.find() ? other.group(1) : "");
    }

    private static long number(String text) {
        return Long.parseLong(text);
    }
}
