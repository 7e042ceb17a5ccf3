package cn.siyu.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What PostgreSQL alone does in a second, with statements that are prepared and clients that do nothing else. */
final class PgBench {

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without");
    private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");

    private final Installation shop;
    private final Path folder;
    private final Sizes sizes;

    PgBench(Installation shop, Path folder, Sizes sizes) {
        this.shop = shop;
        this.folder = folder;
        this.sizes = sizes;
    }

    /** A statement, and how often it is run compared with the others. */
    record Script(String name, String sql, int weight) {}

    /** The best number of clients. */
    record Best(double ordersPerS, int clients, double latencyMillis, Map<Integer, Double> byClients) {}

    /** @param orders how many each statement writes */
    Best sweep(List<Script> scripts, int orders) {
        var rates = new TreeMap<Integer, Double>();
        var best = new Best(0, 0, 0, Map.of());
        for (var clients : sizes.sweep()) {
            var text = run(scripts, clients);
            var rate = figure(RATE, text) * orders;
            rates.put(clients, rate);
            if (rate > best.ordersPerS()) {
                best = new Best(rate, clients, figure(LATENCY, text), Map.of());
            }
        }
        return new Best(best.ordersPerS(), best.clients(), best.latencyMillis(), rates);
    }

    private String run(List<Script> scripts, int clients) {
        var address = URI.create(shop.told("quarkus.datasource.jdbc.url").replaceFirst("^jdbc:", ""));
        var command = new ArrayList<>(List.of(
                "pgbench",
                "-n",
                "-M",
                "prepared",
                "-h",
                address.getHost(),
                "-p",
                "" + address.getPort(),
                "-U",
                shop.told("quarkus.datasource.username"),
                "-c",
                "" + clients,
                "-j",
                "1",
                "-T",
                "" + sizes.sweepSeconds()));
        scripts.forEach(script -> {
            command.add("-f");
            command.add(write(script) + "@" + script.weight());
        });
        command.add(AnchorDatabase.NAME);
        return Tools.run(
                command,
                Map.of("PGPASSWORD", shop.told("quarkus.datasource.password")),
                Duration.ofSeconds(sizes.sweepSeconds() + 120L));
    }

    private Path write(Script script) {
        try {
            return Files.writeString(
                    folder.resolve(script.name() + ".sql"), "\\set r random(0, 1000000)\n" + script.sql() + ";\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double figure(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("pgbench said nothing of use: " + text);
        }
        return Double.parseDouble(found.group(1));
    }
}
