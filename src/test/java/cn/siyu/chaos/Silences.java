package cn.siyu.chaos;

import cn.siyu.chaos.Diary.Chapter;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Line;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * WeChat does what it is asked and does not say so, or says something else: so many prepayments, refunds and transfers, each
 * with a fault of its own, must have happened once in its books (REL-08).
 */
final class Silences {

    private static final int AT_ONCE = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 100;
    private static final long LITTLE_MILLIS = 10;

    /** The first of them are those that leave most in doubt: a few pairs meet only these. */
    private static final List<String> KINDS = List.of(
            "TIMEOUT_AFTER",
            "ERROR_500_AFTER",
            "RESET",
            "TIMEOUT_BEFORE",
            "UNSIGNED",
            "ERROR_500",
            "ERROR_429",
            "SLOW_DRIP");

    private final World world;
    private final Trouble trouble;
    private final List<Pair> pairs;
    private final Map<String, Integer> struck = new TreeMap<>();

    private Silences(World world, int count) {
        this.world = world;
        this.trouble = new Trouble(world);
        this.pairs = RemoteShop.together(
                AT_ONCE,
                IntStream.range(0, count)
                        .mapToObj(i -> (Callable<Pair>) () -> Pair.of(world, "silence-" + i))
                        .toList());
    }

    /** Somebody who earns by what the other buys. */
    private record Pair(Earner earner, Person customer) {
        static Pair of(World world, String name) {
            var pair = new Pair(new Earner(world, name + "-earner"), new Person(world, name));
            pair.earner.brings(pair.customer);
            return pair;
        }

        Diary diary() {
            return customer.diaries.getFirst();
        }
    }

    static Report run(World shared, int count, long seed) throws SQLException, InterruptedException {
        var world = shared.again();
        var account = Report.begin(world, "silence", seed);
        var silences = new Silences(world, count);
        silences.bought();
        silences.refunded();
        silences.paidOut();
        var left = Quiet.await(world);
        var people = new ArrayList<Person>();
        silences.pairs.forEach(pair -> people.addAll(List.of(pair.earner(), pair.customer())));
        var books = world.books();
        var violations = new ArrayList<>(Verdict.of(world, people, left, books));
        violations.addAll(silences.once(books));
        System.out.printf("Silences: struck %s%n", silences.struck);
        return account.end(count, violations);
    }

    private void bought() {
        each("prepay", pair -> {
            pair.customer().place(List.of(new Line(world.skus.getFirst(), 1))).ifPresent(pair.customer()::pay);
        });
        all(pair -> await(pair, each -> each.customer().state(each.diary()).equals("TO_SHIP")));
    }

    private void refunded() {
        each("refund", pair -> pair.customer().refund(pair.diary(), 50));
        all(pair -> await(pair, Silences::refundIsSettled));
        all(pair -> {
            pair.customer().ship(pair.diary());
            pair.customer().receive(pair.diary());
            if (pair.diary().chapter != Chapter.RECEIVED) {
                throw new AssertionError("%s has not received %s".formatted(pair.customer(), pair.diary().number));
            }
        });
    }

    private static boolean refundIsSettled(Pair pair) {
        return pair.customer().see(pair.diary()).path("refunds").path(0).hasNonNull("settledAt");
    }

    private void paidOut() {
        world.shops.getFirst().advance(Duration.ofDays(9));
        all(pair ->
                await(pair, each -> each.earner().account().path("availableFen").asLong() >= Earner.LEAST_FEN));
        each("transfer", pair -> {
            var _ = pair.earner().withdraw(Earner.LEAST_FEN);
        });
        world.shops.getFirst().advance(Duration.ofSeconds(30));
        all(pair -> await(pair, each -> each.earner().confirmLast()));
    }

    /** One after the other, each with a fault of his own, which must have met him before the next one comes. */
    private void each(String endpoint, Consumer<Pair> what) {
        for (var i = 0; i < pairs.size(); i++) {
            var kind = KINDS.get(i % KINDS.size());
            world.steps.incrementAndGet();
            var _ = trouble.fault(endpoint, kind, 1);
            what.accept(pairs.get(i));
            struck(endpoint, kind);
            var _ = struck.merge(endpoint + " " + kind, 1, Integer::sum);
        }
    }

    private void struck(String endpoint, String kind) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (trouble.liesInWait()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("%s at %s has struck nobody".formatted(kind, endpoint));
            }
            pause(LITTLE_MILLIS);
        }
    }

    /** One payment, one refund and one transfer for each pair, and they succeeded. */
    private List<String> once(JsonNode books) {
        var violations = new ArrayList<String>();
        for (var pair : pairs) {
            var number = pair.diary().number;
            var seen = List.of(
                    count(books.path("payments"), number, "paidAt"), count(books.path("refunds"), number, "refundId"));
            if (!seen.equals(List.of(1L, 1L))) {
                violations.add("order %s: payments and refunds %s".formatted(number, seen));
            }
            var ends = new TreeMap<String, Integer>();
            violations.addAll(pair.earner().violations(books, ends));
            if (!ends.toString().equals("{withdrawal SUCCEEDED=1}")) {
                violations.add("%s: %s".formatted(pair.earner(), ends));
            }
        }
        return violations;
    }

    private static long count(JsonNode all, String number, String sign) {
        return all.valueStream()
                .filter(each -> each.path("outTradeNo").asText().startsWith(number) && each.hasNonNull(sign))
                .count();
    }

    private void all(Consumer<Pair> what) {
        var _ = RemoteShop.together(
                AT_ONCE,
                pairs.stream()
                        .map(pair -> (Callable<Boolean>) () -> {
                            what.accept(pair);
                            return true;
                        })
                        .toList());
    }

    /** The clock is pushed a little meanwhile: what is in doubt is asked again on a schedule. */
    private void await(Pair pair, Predicate<Pair> seen) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        for (var looks = 1; !seen.test(pair); looks++) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("%s and %s wait in vain".formatted(pair.earner(), pair.customer()));
            }
            if (looks % 15 == 0) {
                world.shops.getFirst().advance(Duration.ofSeconds(10));
            }
            pause(LOOK_MILLIS);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
