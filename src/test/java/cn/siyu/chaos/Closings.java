package cn.siyu.chaos;

import cn.siyu.testing.RemoteGroups.Activity;
import cn.siyu.testing.RemoteShop;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Buyers who pay in the moment in which their order ends, many at a time and now this first, now that: half of them call it off
 * themselves, for the other half the time to pay is over and a sweep ends it (REL-24). Places in groups all end by the sweep
 * (REL-25).
 */
final class Closings {

    private static final int PEOPLE = 12;
    private static final int MOST_HEAD_START_MILLIS = 25;
    private static final int LITTLE_MILLIS = 10;
    private static final int FIRST_SPREAD_MILLIS = 1_000;
    private static final Duration TIME_TO_PAY = Duration.ofMinutes(21);
    private static final long SWEEP_NANOS = 1_000_000_000;
    private static final long NANOS_OF_A_MILLI = 1_000_000;
    private static final int LOOKS = 1_500;

    /** The end of an order is seen that much later at most than the sweep began with it. */
    private static final int LATEST_SIGHT_MILLIS = 500;

    private static final long BEFORE_SWEEP_NANOS = LATEST_SIGHT_MILLIS * NANOS_OF_A_MILLI;

    /** As many rounds show every outcome. */
    private static final int MANY = 200;

    private static final List<String> CALLED_OFF =
            List.of("called off: kept and paid", "called off: ended without money");
    private static final List<String> EXPIRED = List.of("expired: kept and paid", "expired: ended without money");

    private final World world;
    private final Ending goods;
    private final List<Person> people;
    private final Person lookout;

    /** How much later than the sweep begins people pay, so that about half of them come too late; not known at first. */
    private OptionalLong shiftMillis = OptionalLong.empty();

    private final Map<Diary, String> raced = new ConcurrentHashMap<>();

    private Closings(String name, World world, Ending goods, int people) {
        this.world = world;
        this.goods = goods;
        this.lookout = new Person(world, name + "-lookout");
        this.people = RemoteShop.together(
                PEOPLE,
                IntStream.range(0, people)
                        .mapToObj(i -> (Callable<Person>) () -> new Person(world, name + "-" + i))
                        .toList());
    }

    /** Orders, half of which are called off. */
    static Report orders(World shared, int rounds, long seed) throws SQLException, InterruptedException {
        var world = shared.again();
        return run("close-pay", world, new Ending.Single(world), rounds / 2, rounds - rounds / 2, seed);
    }

    /** Places in groups, which nobody calls off. */
    static Report seats(World shared, List<Activity> activities, int rounds, long seed)
            throws SQLException, InterruptedException {
        return run("close-pay-seats", shared.again(), new Ending.Seats(new Gathering(activities)), 0, rounds, seed);
    }

    private static Report run(String name, World world, Ending goods, int calledOff, int expired, long seed)
            throws SQLException, InterruptedException {
        var rounds = calledOff + expired;
        var account = Report.begin(world, name, seed);
        var random = new SplittableRandom(seed);
        var _ = world.shops
                .getFirst()
                .weChat()
                .post("", "/_control/reset", Map.of())
                .expect(200);
        var closings = new Closings(name, world, goods, Math.min(PEOPLE, rounds));
        closings.calledOff(calledOff, random.split());
        closings.expired(expired, random.split());
        var everybody = new ArrayList<>(closings.people);
        everybody.add(closings.lookout);
        var left = Quiet.await(world);
        var books = world.books();
        var violations = new ArrayList<>(Verdict.of(world, everybody, left, books));
        violations.addAll(goods.violations(books));
        var outcomes = closings.outcomes();
        outcomes.keySet().stream()
                .filter(each -> each.endsWith("kept and not paid"))
                .forEach(violations::add);
        System.out.printf("Closings: %s %s%n", name, outcomes);
        var wanted = new ArrayList<>(EXPIRED);
        wanted.addAll(calledOff > 0 ? CALLED_OFF : List.of());
        wanted.stream()
                .filter(outcome -> rounds >= MANY && !outcomes.containsKey(outcome))
                .forEach(outcome -> violations.add("in %d rounds nobody was %s".formatted(rounds, outcome)));
        return account.end(rounds, violations);
    }

    // Called off while he pays

    private void calledOff(int rounds, SplittableRandom seeds) {
        var tasks = new ArrayList<Callable<Boolean>>();
        for (var i = 0; i < people.size(); i++) {
            var person = people.get(i);
            var random = seeds.split();
            var its = share(rounds, i);
            tasks.add(() -> {
                var shiftMillis = 0;
                for (var round = 0; round < its; round++) {
                    shiftMillis +=
                            calledOff(person, shiftMillis + headStart(random), random) ? LITTLE_MILLIS : -LITTLE_MILLIS;
                }
                return true;
            });
        }
        var _ = RemoteShop.together(PEOPLE, tasks);
    }

    private int share(int rounds, int which) {
        return rounds / people.size() + (which < rounds % people.size() ? 1 : 0);
    }

    /** Whether he could pay; then he pays a little later next time, because WeChat is faster than the shop. */
    private boolean calledOff(Person person, int headStart, RandomGenerator random) {
        var placed = prepared(person, "called off", random);
        var _ = RemoteShop.together(
                2,
                List.of(
                        () -> {
                            Thread.sleep(Math.max(0, headStart));
                            placed.diary().paidAtWeChat = world.shops
                                    .getFirst()
                                    .payAtWeChat(placed.prepay())
                                    .ok();
                            return true;
                        },
                        () -> {
                            Thread.sleep(Math.max(0, -headStart));
                            person.callOff(placed.diary());
                            return true;
                        }));
        return placed.diary().paidAtWeChat;
    }

    private static int headStart(RandomGenerator random) {
        return random.nextInt(-MOST_HEAD_START_MILLIS, MOST_HEAD_START_MILLIS + 1);
    }

    // Paid when the time is over

    private record Prepared(Diary diary, String prepay) {}

    /** An order for which WeChat waits to be paid. */
    private Prepared prepared(Person person, String race, RandomGenerator random) {
        world.steps.incrementAndGet();
        var diary = goods.place(person, random).orElseThrow();
        raced.put(diary, race);
        return new Prepared(diary, person.startPayment(diary).orElseThrow());
    }

    /** The first of each batch pays not at all: by him it is seen when the sweep comes, and it comes again a second later. */
    private void expired(int rounds, SplittableRandom random) throws SQLException, InterruptedException {
        try (var connection = world.fleet.asOwner()) {
            var sweep = sweepAfter(connection, prepared(lookout, "lookout", random), random);
            for (var left = rounds; left > 0; left -= people.size()) {
                sweep = batch(connection, Math.min(left, people.size()), sweep, random);
            }
        }
    }

    private long batch(Connection connection, int size, long lastSweep, SplittableRandom random)
            throws SQLException, InterruptedException {
        var seeds = random.split();
        var watched = prepared(lookout, "lookout", random);
        var those = RemoteShop.together(
                PEOPLE,
                IntStream.range(0, size)
                        .mapToObj(i -> {
                            var its = seeds.split();
                            return (Callable<Prepared>) () -> prepared(people.get(i), "expired", its);
                        })
                        .toList());
        var sweep = nextSweep(lastSweep);
        sleepUntil(sweep - BEFORE_SWEEP_NANOS);
        world.shops.getFirst().advance(TIME_TO_PAY);
        var payments = new ArrayList<Callable<Boolean>>();
        for (var each : those) {
            var moment = sweep + delayMillis(random) * NANOS_OF_A_MILLI;
            payments.add(() -> {
                sleepUntil(moment);
                each.diary().paidAtWeChat =
                        world.shops.getFirst().payLateAtWeChat(each.prepay()).ok();
                return each.diary().paidAtWeChat;
            });
        }
        var inTime = RemoteShop.together(PEOPLE, payments).stream()
                .filter(Boolean::booleanValue)
                .count();
        shiftMillis = OptionalLong.of(
                shiftMillis.isEmpty()
                        ? FIRST_SPREAD_MILLIS * inTime / size - LATEST_SIGHT_MILLIS
                        : shiftMillis.getAsLong() + MOST_HEAD_START_MILLIS * (2 * inTime - size) / size);
        return seen(connection, watched, sweep);
    }

    private long delayMillis(RandomGenerator random) {
        return shiftMillis.isEmpty()
                ? random.nextInt(FIRST_SPREAD_MILLIS) - LATEST_SIGHT_MILLIS
                : shiftMillis.getAsLong() + headStart(random);
    }

    private long sweepAfter(Connection connection, Prepared watched, SplittableRandom random)
            throws SQLException, InterruptedException {
        Thread.sleep(random.nextInt(MOST_HEAD_START_MILLIS));
        world.shops.getFirst().advance(TIME_TO_PAY);
        return seen(connection, watched, System.nanoTime());
    }

    /** When the order of the lookout has ended, or what was expected if that was long ago. */
    private static long seen(Connection connection, Prepared watched, long expected)
            throws SQLException, InterruptedException {
        var pending = "select count(*) from trade_order where id = '%s' and state = 'PENDING_PAYMENT'"
                .formatted(watched.diary().order);
        var waited = false;
        for (var look = 0; look < LOOKS && Quiet.number(connection, pending) > 0; look++) {
            waited = true;
            Thread.sleep(1);
        }
        return waited ? System.nanoTime() : expected;
    }

    private static long nextSweep(long last) {
        var earliest = System.nanoTime() + 2 * BEFORE_SWEEP_NANOS;
        var sweeps = Math.max(0, (earliest - last) / SWEEP_NANOS + 1);
        return last + sweeps * SWEEP_NANOS;
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.max(0, nanos - System.nanoTime())));
    }

    /** How often what became of whom; the verdict has seen that the sums are right. */
    private Map<String, Long> outcomes() throws SQLException {
        var outcomes = new TreeMap<String, Long>();
        try (var connection = world.fleet.asOwner()) {
            for (var each : raced.entrySet()) {
                var over = goods.over(connection, each.getKey());
                var _ = outcomes.merge(each.getValue() + ": " + outcome(each.getKey(), over), 1L, Long::sum);
            }
        }
        return outcomes;
    }

    private static String outcome(Diary diary, boolean over) {
        if (!over) {
            return diary.paidAtWeChat ? "kept and paid" : "kept and not paid";
        }
        return diary.paidAtWeChat ? "ended, its money back" : "ended without money";
    }
}
