package cn.siyu.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.inventory.Stock.Demand;
import cn.siyu.inventory.Stock.Shortage;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.testing.Database;
import cn.siyu.testing.Invariants;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stock on a real database, and its races. */
@QuarkusTest
class StockTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Actor IMPORT = Actor.system("import");

    @Inject
    Stock stock;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    @AfterEach
    void counters_are_the_sums_of_their_movements() throws SQLException {
        try (var connection = Database.asOwner()) {
            assertThat(Invariants.offenders(connection, "INV-01", clock.instant()))
                    .isEmpty();
            assertThat(Invariants.offenders(connection, "INV-02", clock.instant()))
                    .isEmpty();
        }
    }

    @Test
    void two_hundred_buyers_of_one_unit_are_one_sale() {
        var sku = opened(1);

        var answers = together(IntStream.range(0, 200)
                .mapToObj(_ -> take(new Demand(UUID.randomUUID(), sku, 1)))
                .toList());

        assertThat(answers).filteredOn(List::isEmpty).hasSize(1);
        assertThat(answers)
                .filteredOn(shortages -> !shortages.isEmpty())
                .hasSize(199)
                .allSatisfy(shortages ->
                        assertThat(shortages).extracting(Shortage::saleable).containsExactly(0));
    }

    @Test
    void crossing_baskets_never_deadlock() {
        var left = opened(10_000);
        var right = opened(10_000);

        var answers = together(IntStream.range(0, 500)
                .mapToObj(i -> {
                    var holder = UUID.randomUUID();
                    var there = new Demand(holder, left, 1);
                    var back = new Demand(holder, right, 1);
                    return transactions.in(tx -> stock.take(
                                    tx,
                                    i % 2 == 0 ? List.of(there, back) : List.of(back, there),
                                    clock.instant().plusSeconds(900),
                                    clock.instant())
                            .call(() -> i % 3 == 0
                                    ? stock.release(tx, List.of(holder), "changed his mind", clock.instant())
                                    : Uni.createFrom().voidItem()));
                })
                .toList());

        assertThat(answers).hasSize(500).allMatch(List::isEmpty);
    }

    @Test
    void two_lines_of_one_sku_are_held_against_the_stock_together() {
        var sku = opened(3);
        var holder = UUID.randomUUID();

        var shortages = now(take(new Demand(holder, sku, 2), new Demand(holder, sku, 2)));

        assertThat(shortages).containsExactly(new Shortage(holder, sku, 4, 3));
        assertThat(now(take(new Demand(holder, sku, 2), new Demand(holder, sku, 1))))
                .isEmpty();
    }

    @Test
    void releasing_twice_gives_back_once_even_at_the_same_time() {
        var sku = opened(5);
        var holder = UUID.randomUUID();
        assertThat(now(take(new Demand(holder, sku, 5)))).isEmpty();

        var _ = together(IntStream.range(0, 10).mapToObj(_ -> release(holder)).toList());

        assertThat(now(take(new Demand(UUID.randomUUID(), sku, 5)))).isEmpty();
        assertThat(now(take(new Demand(UUID.randomUUID(), sku, 1)))).hasSize(1);
    }

    @Test
    void what_was_released_can_be_taken_again_as_long_as_it_is_there() {
        var sku = opened(2);
        var late = UUID.randomUUID();
        assertThat(now(take(new Demand(late, sku, 2)))).isEmpty();
        now(release(late));
        assertThat(now(retake(late))).isEmpty();
        assertThat(now(retake(late))).as("a repetition").isEmpty();
        now(release(late));
        assertThat(now(take(new Demand(UUID.randomUUID(), sku, 1)))).isEmpty();

        var shortages = now(retake(late));

        assertThat(shortages).containsExactly(new Shortage(late, sku, 2, 1));
    }

    @Test
    void parcels_leave_one_by_one_and_come_back_at_most_once() {
        var sku = opened(5);
        var holder = UUID.randomUUID();
        assertThat(now(take(new Demand(holder, sku, 3)))).isEmpty();
        now(in(tx -> stock.confirm(tx, holder, clock.instant())));
        var first = UUID.randomUUID().toString();
        now(deduct(holder, sku, 2, first));
        now(deduct(holder, sku, 2, first));

        assertThatThrownBy(() -> now(deduct(holder, sku, 1, first))).hasMessageContaining("already moved");
        assertThatThrownBy(() -> now(deduct(holder, sku, 2, "another")))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.problem()).isEqualTo(InventoryProblem.NOT_RESERVED));
        now(deduct(holder, sku, 1, UUID.randomUUID().toString()));
        var back = UUID.randomUUID().toString();
        now(putBack(holder, sku, 2, back));
        now(putBack(holder, sku, 2, back));
        assertThatThrownBy(() -> now(putBack(holder, sku, 2, "another")))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.problem()).isEqualTo(InventoryProblem.NOT_DEDUCTED));
        assertThat(now(take(new Demand(UUID.randomUUID(), sku, 4)))).isEmpty();
        assertThat(now(take(new Demand(UUID.randomUUID(), sku, 1)))).hasSize(1);
    }

    @Test
    void a_sku_is_opened_once_for_ever() {
        var sku = SkuId.next();
        var other = SkuId.next();
        assertThat(now(open(Map.of(sku, 7)))).isEmpty();

        var differences = now(open(Map.of(sku, 9, other, 4)));

        assertThat(differences).containsExactly(Map.entry(sku, 7));
        assertThat(now(take(new Demand(UUID.randomUUID(), sku, 8)))).hasSize(1);
        assertThat(now(take(new Demand(UUID.randomUUID(), other, 4)))).isEmpty();
    }

    @Test
    void the_public_learns_of_buckets_only() {
        var many = opened(10);
        var few = opened(9);
        var none = opened(0);
        var unknown = SkuId.next();

        var availability = now(stock.availability(List.of(many, few, none, unknown)));

        assertThat(availability)
                .containsOnly(
                        Map.entry(many, Availability.IN_STOCK),
                        Map.entry(few, Availability.LOW),
                        Map.entry(none, Availability.OUT),
                        Map.entry(unknown, Availability.OUT));
    }

    @Test
    void paying_what_is_no_longer_kept_is_a_fault() {
        var sku = opened(1);
        var holder = UUID.randomUUID();
        assertThat(now(take(new Demand(holder, sku, 1)))).isEmpty();
        now(release(holder));

        assertThatThrownBy(() -> now(in(tx -> stock.confirm(tx, holder, clock.instant()))))
                .hasMessageContaining("nothing is kept");
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32})
    void a_crowd_that_does_everything_at_once_waits_in_no_ring(long seed) {
        var random = new Random(seed);
        var skus = IntStream.range(0, 4).mapToObj(_ -> opened(60)).toList();
        var holders = IntStream.range(0, 40).mapToObj(_ -> UUID.randomUUID()).toList();
        assertThat(together(holders.stream()
                        .map(holder -> take(
                                new Demand(holder, skus.get(random.nextInt(4)), 2),
                                new Demand(holder, skus.get(random.nextInt(4)), 1)))
                        .toList()))
                .allMatch(List::isEmpty);

        var failures = together(IntStream.range(0, 400)
                .mapToObj(step -> {
                    var holder = holders.get(random.nextInt(40));
                    var sku = skus.get(random.nextInt(4));
                    Uni<?> deed = switch (random.nextInt(4)) {
                        case 0 -> release(holder);
                        case 1 -> retake(holder);
                        case 2 -> deduct(holder, sku, 1, seed + "/" + step + "/" + holder);
                        default -> putBack(holder, sku, 1, seed + "/" + step + "/" + holder);
                    };
                    return deed.replaceWith(Optional.<Throwable>empty())
                            .onFailure()
                            .recoverWithItem(Optional::of);
                })
                .toList());

        assertThat(failures)
                .filteredOn(Optional::isPresent)
                .extracting(Optional::get)
                .allMatch(failure -> failure instanceof Refused);
    }

    /** One order of units, as a reader of the rules would keep it. */
    private static final class Kept {
        private final UUID holder = UUID.randomUUID();
        private boolean live;
        private int quantity;
        private int deducted;
        private int returned;
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void any_sequence_leaves_the_counters_as_a_plain_model_has_them(long seed) {
        var random = new Random(seed);
        var sku = opened(30);
        var free = 30;
        var orders = new ArrayList<Kept>();
        for (var step = 0; step < 120; step++) {
            var one = orders.isEmpty() ? null : orders.get(random.nextInt(orders.size()));
            switch (random.nextInt(5)) {
                case 0 -> {
                    var kept = new Kept();
                    kept.quantity = 1 + random.nextInt(6);
                    kept.live = now(take(new Demand(kept.holder, sku, kept.quantity)))
                            .isEmpty();
                    assertThat(kept.live).isEqualTo(kept.quantity <= free);
                    if (kept.live) {
                        free -= kept.quantity;
                        orders.add(kept);
                    }
                }
                case 1 -> {
                    if (one != null) {
                        now(release(one.holder));
                        free += one.live ? one.quantity - one.deducted : 0;
                        one.live = false;
                    }
                }
                case 2 -> {
                    var rest = one == null ? 0 : one.quantity - one.deducted;
                    if (one != null && !one.live && rest > 0) {
                        one.live = now(retake(one.holder)).isEmpty();
                        assertThat(one.live).isEqualTo(rest <= free);
                        free -= one.live ? rest : 0;
                    }
                }
                case 3 -> {
                    if (one != null && one.live && one.quantity > one.deducted) {
                        var units = 1 + random.nextInt(one.quantity - one.deducted);
                        now(deduct(one.holder, sku, units, seed + "-" + step + sku.value()));
                        one.deducted += units;
                        one.live = one.deducted < one.quantity;
                    }
                }
                default -> {
                    if (one != null && one.deducted > one.returned) {
                        var units = 1 + random.nextInt(one.deducted - one.returned);
                        now(putBack(one.holder, sku, units, seed + "-" + step + sku.value()));
                        one.returned += units;
                        free += units;
                    }
                }
            }
        }
        var reserved = orders.stream()
                .filter(one -> one.live)
                .mapToInt(one -> one.quantity - one.deducted)
                .sum();

        assertThat(counters(sku)).isEqualTo(Map.of("on_hand", free + reserved, "reserved", reserved));
    }

    private Map<String, Integer> counters(SkuId sku) {
        return now(transactions
                .reads()
                .one(
                        "select on_hand, reserved from inventory_stock where sku = $1",
                        row -> new HashMap<>(
                                Map.of("on_hand", row.getInteger("on_hand"), "reserved", row.getInteger("reserved"))),
                        sku));
    }

    private SkuId opened(int units) {
        var sku = SkuId.next();
        assertThat(now(open(Map.of(sku, units)))).isEmpty();
        return sku;
    }

    private Uni<Map<SkuId, Integer>> open(Map<SkuId, Integer> units) {
        return in(tx -> stock.open(tx, units, IMPORT, clock.instant()));
    }

    private Uni<List<Shortage>> take(Demand... demands) {
        return in(tx -> stock.take(tx, List.of(demands), clock.instant().plusSeconds(900), clock.instant()));
    }

    private Uni<List<Shortage>> retake(UUID holder) {
        return in(tx -> stock.retake(tx, holder, clock.instant().plusSeconds(900), clock.instant()));
    }

    private Uni<Void> release(UUID holder) {
        return in(tx -> stock.release(tx, List.of(holder), "expired", clock.instant()));
    }

    private Uni<Void> deduct(UUID holder, SkuId sku, int units, String reference) {
        return in(tx -> stock.deduct(tx, holder, Map.of(sku, units), reference, clock.instant()));
    }

    private Uni<Void> putBack(UUID holder, SkuId sku, int units, String reference) {
        return in(tx -> stock.putBack(tx, holder, Map.of(sku, units), reference, clock.instant()));
    }

    private <T> Uni<T> in(Function<Tx, Uni<T>> work) {
        return transactions.in(work);
    }

    private static <T> T now(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    private static <T> List<T> together(List<Uni<T>> unis) {
        return Uni.join().all(unis).andFailFast().await().atMost(PATIENCE);
    }
}
