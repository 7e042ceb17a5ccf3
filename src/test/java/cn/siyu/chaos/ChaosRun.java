package cn.siyu.chaos;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.ShopFleet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** One seeded run: clients at work, a saboteur among them, then rest, then the verdict. */
final class ChaosRun {

    private static final int CLIENTS = 8;

    /** A short run on a slow machine may be over before anybody has paid: it goes on, up to so many times its strikes. */
    private static final int LONGEST = 20;

    private ChaosRun() {}

    /** Everything about it, for those who look again. */
    record Done(World world, List<Client> clients, Report report, Map<String, Integer> ends) {}

    static Done run(ShopFleet fleet, String name, long seed, int strikes, Saboteur saboteur)
            throws SQLException, InterruptedException, ExecutionException {
        var random = new SplittableRandom(seed);
        var world = new World(fleet, name + "-" + Long.toUnsignedString(seed, 36), saboteur.faultsAreOurs());
        var account = Report.begin(world, name, seed);
        var seeds = random.split();
        var groups = new Gathering(Gathering.activities(world, name));
        var templates = Wallet.templates(world.shops.getFirst());
        var clients = RemoteShop.together(
                CLIENTS,
                IntStream.range(0, CLIENTS)
                        .mapToObj(i -> client(world, "%s-%d".formatted(name, i), seeds.split(), groups, templates))
                        .toList());
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
        var ends = new TreeMap<String, Integer>();
        var violations = violations(world, clients, groups, stillOnTheWay, ends);
        if (saboteur.answersInTime() && world.answer.millis() > Saboteur.LONGEST_ANSWER.toMillis()) {
            violations.add("somebody waited %d ms for an answer".formatted(world.answer.millis()));
        }
        var report = account.end(
                clients.stream().mapToLong(client -> client.diaries.size()).sum(), violations);
        return new Done(world, clients, report, ends);
    }

    private static Callable<Client> client(
            World world, String name, RandomGenerator random, Gathering groups, List<UUID> templates) {
        return () -> new Client(world, name, random, groups, templates);
    }

    private static List<String> violations(
            World world,
            List<Client> clients,
            Gathering groups,
            Map<String, Long> stillOnTheWay,
            Map<String, Integer> ends)
            throws SQLException {
        var books = world.books();
        var people = new ArrayList<Person>(clients);
        clients.forEach(client -> people.add(client.earner()));
        var violations = new ArrayList<>(Verdict.of(world, people, stillOnTheWay, books));
        violations.addAll(groups.violations(books, ends));
        for (var client : clients) {
            violations.addAll(client.coupons().violations(ends));
            violations.addAll(client.earner().violations(books, ends));
            client.diaries.forEach(diary -> diary.count(ends));
        }
        return violations;
    }

    private static boolean nobodyPaid(World world, Report.Begun account, int strike, int strikes) {
        return strike < strikes * LONGEST && world.sums().path("paidFen").asLong() == account.paidFen();
    }
}
