package cn.siyu.chaos;

import cn.siyu.testing.ShopFleet;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** One seeded run: clients at work, a saboteur among them, then rest, then the verdict. */
final class ChaosRun {

    private static final int CLIENTS = 8;

    /** A short run on a slow machine may be over before anybody has paid: it goes on, up to so many times its strikes. */
    private static final int LONGEST = 20;

    private ChaosRun() {}

    /** Everything about it, for those who look again. */
    record Done(World world, List<Client> clients, Report report) {}

    static Done run(ShopFleet fleet, String name, long seed, int strikes, Saboteur saboteur)
            throws SQLException, InterruptedException, ExecutionException {
        var random = new SplittableRandom(seed);
        var world = new World(fleet, name + "-" + Long.toUnsignedString(seed, 36), saboteur.faultsAreOurs());
        var account = Report.begin(world, name, seed);
        var seeds = random.split();
        var clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> new Client(world, "%s-%d".formatted(name, i), seeds.split()))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var working = clients.stream().map(threads::submit).toList();
            try {
                for (var strike = 0; strike < strikes || nobodyPaid(world, account, strike, strikes); strike++) {
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
        var report = account.end(
                clients.stream().mapToLong(client -> client.diaries.size()).sum(), violations);
        return new Done(world, clients, report);
    }

    private static boolean nobodyPaid(World world, Report.Begun account, int strike, int strikes) {
        return strike < strikes * LONGEST && Verdict.fen(world.shops.getFirst(), "paidFen") == account.paidFen();
    }
}
