package cn.siyu.bench;

import cn.siyu.testing.Invariants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One run from an empty folder to its results. */
final class Bench {

    private static final List<String> OPTIONS = List.of(
            // Of 256 MiB that it may have: what is kept for long fits well into two thirds of it.
            "-Xmx192m",
            // As in the image: what the virtual machine chooses by itself where it is given so little memory.
            "-XX:+UseSerialGC",
            // Most of what is there is kept for long, and the rest is gone at once.
            "-XX:NewRatio=3",
            "-XX:SurvivorRatio=6",
            // What a request holds is not to grow old with what is kept: a survivor may fill its space.
            "-XX:TargetSurvivorRatio=90",
            "-XX:MarkSweepDeadRatio=0",
            "-XX:MetaspaceSize=128m",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            // What the compilers have given back is given back to the system as well.
            "-XX:TrimNativeHeapInterval=5000",
            // The class cache stays what it is, pages of a file, instead of becoming 150 MiB of memory of our own.
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0");

    private final Sizes sizes;
    private final Path folder;
    private final Results results = new Results();
    private final long begun = System.nanoTime();

    Bench(Sizes sizes, Path folder) {
        this.sizes = sizes;
        this.folder = folder;
    }

    Results run() {
        Tools.check();
        makeFolder();
        if (sizes.classCache()) {
            rehearse();
        }
        var options = new ArrayList<>(OPTIONS);
        options.addAll(Starts.kept(folder).replaying());
        options.addAll(sizes.javaOptions());
        try (var shop = Installation.start(folder.resolve("shop"), options)) {
            results.fact("durability", shop.durability());
            // Where it was measured is nobody's business.
            results.fact(
                    "java_options",
                    String.join(" ", options)
                            .replace(
                                    folder.toAbsolutePath().toString(),
                                    folder.getFileName().toString()));
            results.fact("gate_asked_by", GateAnchor.by());
            run(shop);
        }
        return results;
    }

    /** A start by which the classes are kept that every start needs. */
    private void rehearse() {
        var options = new ArrayList<>(OPTIONS);
        options.addAll(Starts.kept(folder).recording());
        Installation.start(folder.resolve("rehearsal"), options).close();
        results.fact("aot_cache", Starts.kept(folder).isThere());
    }

    private void run(Installation shop) {
        var seed = new Seed(shop);
        say("%,d products".formatted(sizes.products()));
        var products = seed.products(sizes.products());
        say("%,d members".formatted(sizes.members()));
        var members = seed.members(sizes.members());
        seed.settle();
        var quotes = new Quotes(shop, products);
        var market = new Market(shop);
        var stage = new Stage(shop, sizes, folder, seed, market, quotes, products, members);
        var anchors = stage.anchors();
        results.fact("rows_per_order", anchors.inWords());
        say("warm-up");
        stage.warmUp();
        var few = sizes.measures(History.NAME) ? Optional.of(fewOrders(shop, stage)) : Optional.<Sample>empty();
        for (var attempt = 1;
                attempt <= Sizes.MOST_ROUNDS && attempt - results.thrownAway().size() <= sizes.rounds();
                attempt++) {
            say("round " + attempt);
            var round = stage.round(attempt);
            if (round.foreignPercent() > Sizes.MOST_FOREIGN_PERCENT && sizes.rounds() > 1) {
                say("thrown away: others used %.1f %% of the machine".formatted(round.foreignPercent()));
                results.throwAway(round);
            } else {
                results.keep(round);
            }
        }
        if (sizes.measures(RecordedScenario.NAME)) {
            stage.recorded(results);
        }
        results.fact("invariants_broken", broken(shop));
        say("soak");
        if (sizes.measures(Soak.NAME)) {
            stage.soak(results);
        }
        say("crash");
        if (sizes.crash() && sizes.measures("crash")) {
            results.fact("crash", stage.crash());
        }
        say("history");
        few.ifPresent(sample -> history(shop, stage, anchors, sample));
        say("starts");
        if (sizes.measures("starts")) {
            var starts = Starts.measure(shop, folder);
            results.fact("starts", starts);
            results.ratio("start_s", ((Number) starts.getOrDefault("start_s", 0)).doubleValue());
        }
        results.fact("lasted_s", elapsed());
    }

    private Sample fewOrders(Installation shop, Stage stage) {
        results.fact("few_orders", shop.number("select count(*) from trade_order"));
        return stage.spread();
    }

    private void history(Installation shop, Stage stage, AnchorDatabase anchors, Sample few) {
        new History(shop, anchors.ordinary()).growTo(sizes.history());
        results.fact("many_orders", shop.number("select count(*) from trade_order"));
        // It has begun anew after the crash: as warm as it was with few orders.
        stage.warmUp();
        var many = stage.spread();
        var cost = costOf(many) / Math.max(1, costOf(few));
        results.keep(many.with(0, Map.of("cost_with_few_orders_us", costOf(few), "cost_us", costOf(many)))
                .named(History.NAME));
        results.ratio(History.NAME, cost);
    }

    /** Processor time of the shop and of PostgreSQL for one order. */
    private static double costOf(Sample sample) {
        return number(sample, "app_us_per_order") + number(sample, "postgres_us_per_order");
    }

    private static double number(Sample sample, String name) {
        return sample.more().get(name) instanceof Number value ? value.doubleValue() : 0;
    }

    private static Map<String, Integer> broken(Installation shop) {
        try (var connection = shop.asOwner()) {
            var counts = new TreeMap<String, Integer>();
            Invariants.broken(connection, Instant.now()).forEach((name, rows) -> {
                counts.put(name, rows.size());
                System.out.println("bench: " + name + " is broken: " + rows.getFirst());
            });
            return counts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void makeFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say(String what) {
        System.out.println("bench: " + elapsed() + " s: " + what);
    }

    private long elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun).toSeconds();
    }
}
