package cn.siyu.chaos;

import cn.siyu.testing.ShopFleet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** One seeded run: clients at work, a saboteur among them, then rest, then the verdict. */
final class ChaosRun {

    private static final int CLIENTS = 8;

    /** A short run on a slow machine may be over before anybody has paid: it goes on, up to so many times its strikes. */
    private static final int LONGEST = 50;

    private ChaosRun() {}

    /** What came of it. */
    record Report(
            String name,
            long seed,
            int strikes,
            long steps,
            long orders,
            long capturedFen,
            long refundedFen,
            long faults,
            List<String> violations,
            long seconds) {}

    /** Everything about it, for those who look again. */
    record Done(World world, List<Client> clients, Report report) {}

    static Done run(ShopFleet fleet, String name, long seed, int strikes, Saboteur saboteur)
            throws SQLException, InterruptedException, ExecutionException {
        var begin = System.nanoTime();
        var random = new SplittableRandom(seed);
        var world = new World(fleet, name + "-" + Long.toUnsignedString(seed, 36), saboteur.faultsAreOurs());
        var paidBefore = Verdict.fen(world.shops.getFirst(), "paidFen");
        var refundedBefore = Verdict.fen(world.shops.getFirst(), "refundedFen");
        var seeds = random.split();
        var clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> new Client(world, "%s-%d".formatted(name, i), seeds.split()))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var working = clients.stream().map(threads::submit).toList();
            try {
                for (var strike = 0; strike < strikes || nobodyPaid(world, paidBefore, strike, strikes); strike++) {
                    if (strike % saboteur.troubleEvery() == 0) {
                        Saboteur.trouble(world, random);
                    }
                    saboteur.strike(world, random);
                }
            } finally {
                world.over.set(true);
            }
            for (var client : working) {
                var _ = client.get();
            }
        }
        var stillOnTheWay = Quiet.await(world);
        var violations = Verdict.of(world, clients, stillOnTheWay);
        var report = new Report(
                name,
                seed,
                strikes,
                world.requests.get(),
                clients.stream().mapToLong(client -> client.diaries.size()).sum(),
                Verdict.fen(world.shops.getFirst(), "paidFen") - paidBefore,
                Verdict.fen(world.shops.getFirst(), "refundedFen") - refundedBefore,
                world.faults.get(),
                violations,
                (System.nanoTime() - begin) / 1_000_000_000);
        return new Done(world, clients, report);
    }

    private static boolean nobodyPaid(World world, long paidBefore, int strike, int strikes) {
        return strike < strikes * LONGEST && Verdict.fen(world.shops.getFirst(), "paidFen") == paidBefore;
    }

    /** What {@code target/chaos.json} says. */
    static Map<String, Object> json(List<Report> reports, long seconds) {
        return Map.of(
                "seed", Long.toString(reports.getFirst().seed()),
                "runs", reports.size(),
                "steps", reports.stream().mapToLong(Report::steps).sum(),
                "kills", reports.getFirst().strikes(),
                "orders", reports.stream().mapToLong(Report::orders).sum(),
                "captured_fen", reports.stream().mapToLong(Report::capturedFen).sum(),
                "refunded_fen", reports.stream().mapToLong(Report::refundedFen).sum(),
                "violations",
                        reports.stream()
                                .mapToInt(report -> report.violations().size())
                                .sum(),
                "seconds", seconds);
    }
}
