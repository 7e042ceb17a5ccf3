package cn.siyu.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Allotments.Level;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.inventory.Stock.Demand;
import cn.siyu.inventory.Stock.Shortage;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is set aside for an activity is sold by it alone (A11), and comes back when it is over. */
@QuarkusTest
class AllotmentTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Actor STAFF = Actor.system("merchandiser");

    @Inject
    Stock stock;

    @Inject
    Allotments allotments;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    private final UUID activity = UUID.randomUUID();

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
    void an_activity_sells_its_own_and_nobody_else_sells_it() {
        var sku = opened(10);

        assertThat(allot(sku, 10, "publish")).isEmpty();

        assertThat(now(stock.availability(List.of(sku)))).containsEntry(sku, Availability.OUT);
        assertThat(take(new Demand(UUID.randomUUID(), sku, 1)))
                .extracting(Shortage::saleable)
                .containsExactly(0);
        assertThat(take(ofActivity(UUID.randomUUID(), sku, 10))).isEmpty();
        assertThat(take(ofActivity(UUID.randomUUID(), sku, 1))).hasSize(1);
    }

    @Test
    void an_order_of_an_activity_gets_nothing_of_the_shared_pool() {
        var sku = opened(10);
        assertThat(allot(sku, 2, "publish")).isEmpty();

        assertThat(take(ofActivity(UUID.randomUUID(), sku, 3)))
                .extracting(Shortage::saleable)
                .containsExactly(2);
        assertThat(take(new Demand(UUID.randomUUID(), sku, 8))).isEmpty();
    }

    @Test
    void more_than_is_there_is_not_allotted_and_a_repetition_moves_nothing() {
        var sku = opened(5);

        assertThat(allot(sku, 6, "too much")).containsExactly(new Shortage(activity, sku, 6, 5));
        assertThat(levels()).allMatch(level -> level.allotted() == 0 && level.left() == 0);
        assertThat(allot(sku, 3, "publish")).isEmpty();
        assertThat(allot(sku, 3, "publish")).isEmpty();
        assertThat(levels()).containsExactly(new Level(activity, sku, 3, 3));
        assertThat(allot(sku, 2, "raise")).isEmpty();
        assertThat(levels()).containsExactly(new Level(activity, sku, 5, 5));
    }

    @Test
    void what_is_neither_sold_nor_held_goes_back_and_what_is_let_go_follows() {
        var sku = opened(10);
        var holder = UUID.randomUUID();
        assertThat(allot(sku, 10, "publish")).isEmpty();
        assertThat(take(ofActivity(holder, sku, 4))).isEmpty();

        giveBack();
        giveBack();

        assertThat(levels()).containsExactly(new Level(activity, sku, 10, 0));
        assertThat(take(new Demand(UUID.randomUUID(), sku, 6))).isEmpty();
        in(tx -> stock.release(tx, List.of(holder), "over", clock.instant()));
        assertThat(levels()).containsExactly(new Level(activity, sku, 10, 4));
        giveBack();
        assertThat(take(new Demand(UUID.randomUUID(), sku, 4))).isEmpty();
        assertThat(retake(holder))
                .as("late money finds nothing in the activity's pool")
                .hasSize(1);
    }

    @Test
    void a_released_unit_is_taken_again_where_it_was_and_a_returned_one_comes_back_there() {
        var sku = opened(3);
        var holder = UUID.randomUUID();
        assertThat(allot(sku, 1, "publish")).isEmpty();
        assertThat(take(ofActivity(holder, sku, 1))).isEmpty();
        in(tx -> stock.release(tx, List.of(holder), "expired", clock.instant()));

        assertThat(retake(holder)).isEmpty();
        in(tx -> stock.confirm(tx, holder, clock.instant()));
        in(tx -> stock.deduct(tx, holder, Map.of(sku, 1), UUID.randomUUID().toString(), clock.instant()));
        in(tx -> stock.putBack(tx, holder, Map.of(sku, 1), UUID.randomUUID().toString(), clock.instant()));

        assertThat(levels()).containsExactly(new Level(activity, sku, 1, 1));
        assertThat(take(new Demand(UUID.randomUUID(), sku, 2))).isEmpty();
    }

    @Test
    void fifty_buyers_of_the_last_two_units_of_an_activity_are_two_sales() {
        var sku = opened(100);
        assertThat(allot(sku, 2, "publish")).isEmpty();

        var answers = now(Uni.join()
                .all(IntStream.range(0, 50)
                        .mapToObj(_ -> transactions.in(tx -> stock.take(
                                tx, List.of(ofActivity(UUID.randomUUID(), sku, 1)), clock.instant(), clock.instant())))
                        .toList())
                .andFailFast());

        assertThat(answers).filteredOn(List::isEmpty).hasSize(2);
    }

    private Demand ofActivity(UUID holder, SkuId sku, int units) {
        return new Demand(holder, sku, units, Optional.of(activity));
    }

    private List<Shortage> allot(SkuId sku, int units, String reference) {
        return in(
                tx -> allotments.allot(tx, activity, Map.of(sku, units), reference + activity, STAFF, clock.instant()));
    }

    private List<Shortage> retake(UUID holder) {
        return in(tx -> stock.retake(tx, holder, clock.instant(), clock.instant()));
    }

    private void giveBack() {
        in(tx -> allotments.giveBack(tx, activity, "over" + activity, STAFF, clock.instant()));
    }

    private List<Level> levels() {
        return now(allotments.levels(transactions.reads(), List.of(activity)));
    }

    private List<Shortage> take(Demand... demands) {
        return in(tx -> stock.take(tx, List.of(demands), clock.instant(), clock.instant()));
    }

    private SkuId opened(int units) {
        var sku = SkuId.next();
        var _ = in(tx -> stock.open(tx, Map.of(sku, units), STAFF, clock.instant()));
        return sku;
    }

    private <T> T in(Function<Tx, Uni<T>> work) {
        return now(transactions.in(work));
    }

    private static <T> T now(Uni<T> answer) {
        return answer.await().atMost(PATIENCE);
    }
}
