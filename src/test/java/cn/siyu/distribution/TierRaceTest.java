package cn.siyu.distribution;

import static cn.siyu.distribution.Ladder.at;
import static cn.siyu.distribution.Ladder.certificate;
import static cn.siyu.distribution.Ladder.certify;
import static cn.siyu.distribution.Ladder.history;
import static cn.siyu.distribution.Ladder.replay;
import static cn.siyu.distribution.Ladder.standing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.Database;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Orders, refunds, pins and evaluations about one distributor, all at once. */
@QuarkusTest
class TierRaceTest {

    private static final int ROUNDS = 6;

    @Inject
    Claims claims;

    @Test
    void everything_at_once_leaves_one_unbroken_way_and_decisions_that_can_be_repeated() throws Exception {
        var low = Ladder.tier(900, List.of(at("NET_SALES", "LIFETIME", 20_000), certificate()));
        var high = Ladder.tier(1_100, List.of(at("NET_SALES", "LIFETIME", 40_000), certificate()));
        var distributor = Partners.distributor();
        var gold = Partners.tier("金牌");
        var customers = List.of(Person.called("a"), Person.called("b"), Person.called("c"));
        certify(distributor);

        var deeds = new ArrayList<Callable<Object>>();
        for (var i = 0; i < ROUNDS; i++) {
            var customer = customers.get(i % customers.size());
            var order = Ids.next();
            deeds.add(() -> {
                claims.ordered(customer, order, distributor, 10_000);
                claims.gaveBack(order, 1_000);
                return order;
            });
            deeds.add(() -> Ladder.pin(distributor, gold, Duration.ofDays(3), claims.now()));
            deeds.add(() -> Shop.as(Shop.staff("ops"))
                    .body(Map.of("reason", "比赛"))
                    .post("/api/admin/v1/distributors/{id}/tier-pin/end", distributor.id()));
        }
        try (var pool = Executors.newFixedThreadPool(6)) {
            for (var done : pool.invokeAll(deeds)) {
                assertThat(done.get()).isNotNull();
            }
        }
        var _ = Shop.as(Shop.staff("ops"))
                .body(Map.of("reason", "比赛结束"))
                .post("/api/admin/v1/distributors/{id}/tier-pin/end", distributor.id());

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(unweighed(distributor)).isZero();
            assertThat(standing(distributor).getString("tierName")).isEqualTo(high.name());
        });
        assertThat(standing(distributor).getLong("own.conditions.find { it.metric == 'NET_SALES' }.value"))
                .isEqualTo(ROUNDS * 9_000L);
        assertThat(ends(distributor))
                .containsEntry(Partners.tier("普通"), 1)
                .containsEntry(high.id(), -1)
                .allSatisfy((tier, open) -> assertThat(open)
                        .as("steps out of %s less steps into it", tier)
                        .isEqualTo(tier.equals(high.id()) ? -1 : tier.equals(Partners.tier("普通")) ? 1 : 0));
        assertThat(history(distributor).getList("items.evaluationId", String.class))
                .filteredOn(evaluation -> evaluation != null)
                .allSatisfy(evaluation ->
                        assertThat(replay(evaluation).getString("result")).isEqualTo("MATCH"));
        low.retire();
        high.retire();
    }

    /** By tier, how often he left it more than he came to it: one unbroken way leaves only its ends. */
    private static Map<String, Integer> ends(Distributor distributor) {
        var ends = new HashMap<String, Integer>();
        var way = history(distributor);
        way.getList("items.tierBefore", String.class).forEach(tier -> ends.merge(tier, 1, Integer::sum));
        way.getList("items.tierAfter", String.class).forEach(tier -> ends.merge(tier, -1, Integer::sum));
        return ends;
    }

    private static long unweighed(Distributor distributor) throws SQLException {
        try (var owner = Database.asOwner();
                var query = owner.prepareStatement(
                        "select count(*) from distribution_customer_order where distributor = ? and not weighed")) {
            query.setObject(1, UUID.fromString(distributor.id()));
            try (var rows = query.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }
}
