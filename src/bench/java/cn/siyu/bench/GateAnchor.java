package cn.siyu.bench;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** How often in a second Redis alone answers what the gate before the selling path asks it. */
final class GateAnchor {

    private static final String GATE = "cn.siyu.kernel.merge.Gate";
    private static final int NAMES = 64;
    private static final Pattern RATE = Pattern.compile("([0-9.]+) requests per second");

    private final Installation shop;

    GateAnchor(Installation shop) {
        this.shop = shop;
    }

    /** Questions in a second, each about {@value #NAMES} members; empty when there is no gate, or no program to ask with. */
    Optional<Double> measure() {
        var script = script();
        if (script.isEmpty() || !Tools.hasRedisBenchmark()) {
            return Optional.empty();
        }
        var address = URI.create(shop.told("quarkus.redis.hosts"));
        var command = new ArrayList<>(List.of(
                "redis-benchmark",
                "-h",
                address.getHost(),
                "-p",
                "" + address.getPort(),
                "-n",
                "20000",
                "-c",
                "8",
                "-q"));
        Optional.ofNullable(address.getUserInfo())
                .map(info -> info.substring(info.indexOf(':') + 1))
                .or(() -> Optional.ofNullable(shop.shop().settings().get("quarkus.redis.password")))
                .ifPresent(password -> command.addAll(List.of("-a", password)));
        command.addAll(List.of("EVAL", script.get(), "2", "bench:{gate}", "bench:{gate}:known", "left", "1"));
        for (var i = 0; i < NAMES; i++) {
            command.add(UUID.randomUUID().toString());
        }
        var rate = RATE.matcher(Tools.run(command, Map.of(), Duration.ofMinutes(2)));
        return rate.results().map(found -> Double.valueOf(found.group(1))).reduce((_, last) -> last);
    }

    /** The script is the gate's own. */
    private static Optional<String> script() {
        try {
            var field = Class.forName(GATE).getDeclaredField("ASK");
            field.setAccessible(true);
            return Optional.of(String.valueOf(field.get(null)));
        } catch (ReflectiveOperationException _) {
            return Optional.empty();
        }
    }
}
