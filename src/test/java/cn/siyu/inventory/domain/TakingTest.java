package cn.siyu.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Stock.Demand;
import cn.siyu.inventory.Stock.Shortage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule of taking, without a database. */
class TakingTest {

    private static final SkuId BIB = SkuId.next();
    private static final SkuId CUP = SkuId.next();
    private static final UUID MAIN = UUID.randomUUID();
    private static final UUID SECOND = UUID.randomUUID();
    private static final UUID ALICE = UUID.randomUUID();
    private static final UUID BOB = UUID.randomUUID();

    @Test
    void the_last_unit_goes_to_who_asked_first() {
        var taking = Taking.decide(
                List.of(level(BIB, MAIN, 0, 1)), List.of(new Demand(ALICE, BIB, 1), new Demand(BOB, BIB, 1)));

        assertThat(taking.picks()).containsExactly(new Pick(ALICE, BIB, MAIN, 1));
        assertThat(taking.shortages()).containsExactly(new Shortage(BOB, BIB, 1, 0));
    }

    @Test
    void two_lines_of_one_sku_are_added_up() {
        var taking = Taking.decide(
                List.of(level(BIB, MAIN, 0, 3)), List.of(new Demand(ALICE, BIB, 2), new Demand(ALICE, BIB, 2)));

        assertThat(taking.picks()).isEmpty();
        assertThat(taking.shortages()).containsExactly(new Shortage(ALICE, BIB, 4, 3));
    }

    @Test
    void a_holder_gets_all_or_nothing_and_leaves_the_rest_to_others() {
        var taking = Taking.decide(
                List.of(level(BIB, MAIN, 0, 5)),
                List.of(new Demand(ALICE, BIB, 5), new Demand(ALICE, CUP, 1), new Demand(BOB, BIB, 5)));

        assertThat(taking.picks()).containsExactly(new Pick(BOB, BIB, MAIN, 5));
        assertThat(taking.shortages()).containsExactly(new Shortage(ALICE, CUP, 1, 0));
    }

    @Test
    void the_default_location_is_emptied_first() {
        var taking = Taking.decide(
                List.of(level(BIB, SECOND, 1, 9), level(BIB, MAIN, 0, 2)), List.of(new Demand(ALICE, BIB, 5)));

        assertThat(taking.picks()).containsExactly(new Pick(ALICE, BIB, MAIN, 2), new Pick(ALICE, BIB, SECOND, 3));
    }

    @Test
    void safety_stock_is_not_sold() {
        var taking = Taking.decide(
                List.of(new StockLevel(BIB, MAIN, 0, 10, 3, 6), new StockLevel(CUP, MAIN, 0, 1, 0, 5)),
                List.of(new Demand(ALICE, BIB, 2), new Demand(BOB, CUP, 1)));

        assertThat(taking.shortages()).containsExactly(new Shortage(ALICE, BIB, 2, 1), new Shortage(BOB, CUP, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void no_pool_gives_more_than_it_has_and_nobody_is_refused_what_was_there(long seed) {
        var random = new Random(seed);
        var skus = IntStream.range(0, 4).mapToObj(_ -> SkuId.next()).toList();
        var levels = new ArrayList<StockLevel>();
        for (var sku : skus) {
            levels.add(level(sku, MAIN, 0, random.nextInt(20)));
            levels.add(level(sku, SECOND, 1, random.nextInt(20)));
        }
        var demands = new ArrayList<Demand>();
        for (var holder = 0; holder < 30; holder++) {
            var id = new UUID(0, holder);
            for (var line = 0; line <= random.nextInt(4); line++) {
                demands.add(new Demand(id, skus.get(random.nextInt(4)), 1 + random.nextInt(5)));
            }
        }

        var taking = Taking.decide(levels, demands);

        var left = new HashMap<SkuId, Integer>();
        levels.forEach(level -> left.merge(level.sku(), level.saleable(), Integer::sum));
        for (var holder = 0; holder < 30; holder++) {
            var id = new UUID(0, holder);
            var wanted = new HashMap<SkuId, Integer>();
            demands.stream()
                    .filter(demand -> demand.holder().equals(id))
                    .forEach(demand -> wanted.merge(demand.sku(), demand.quantity(), Integer::sum));
            var got = new HashMap<SkuId, Integer>();
            taking.picks().stream()
                    .filter(pick -> pick.holder().equals(id))
                    .forEach(pick -> got.merge(pick.sku(), pick.units(), Integer::sum));
            var fits =
                    wanted.entrySet().stream().allMatch(line -> line.getValue() <= left.getOrDefault(line.getKey(), 0));
            assertThat(got).isEqualTo(fits ? wanted : new HashMap<>());
            got.forEach((sku, units) -> left.merge(sku, -units, Integer::sum));
        }
        for (var level : levels) {
            var given = taking.picks().stream()
                    .filter(pick ->
                            pick.sku().equals(level.sku()) && pick.pool().equals(level.pool()))
                    .mapToInt(Pick::units)
                    .sum();
            assertThat(given).isLessThanOrEqualTo(level.saleable());
        }
    }

    private static StockLevel level(SkuId sku, UUID pool, int rank, int onHand) {
        return new StockLevel(sku, pool, rank, onHand, 0, 0);
    }
}
