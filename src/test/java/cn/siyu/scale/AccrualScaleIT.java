package cn.siyu.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.RemotePartners;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Line;
import cn.siyu.testing.ShopFleet;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand paid orders are told at one moment: their commissions accrue and are posted within five seconds, to the fen. Part of
 * {@code ./mvnw verify -Pscale}; writes to {@code target/scale.json}.
 */
class AccrualScaleIT {

    private static final Path FOLDERS = Path.of("target", "accrual-scale-it");
    private static final int ORDERS = Integer.getInteger("siyu.scale.orders", 10_000);

    /** The shop has been open for a while: its code is compiled, and not in the middle of being so. */
    private static final int DAYS_BEFORE = 5;

    private static final int A_DAY = 10_000;
    private static final int DISTRIBUTORS = 200;
    private static final String RECALCULATIONS = "/api/admin/v1/commission-recalculations";
    private static final long MOST_MILLIS = 5_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void ten_thousand_paid_orders_accrue_and_post_in_five_seconds() throws Exception {
        try (var fleet = ShopFleet.startForLong(FOLDERS, 1, Map.of("siyu.tokens.access-life", "30d"))) {
            var shop = RemoteShop.of(fleet, 0);
            var order = bought(shop);
            var before = new ArrayList<Long>();
            for (var day = 1; day <= DAYS_BEFORE; day++) {
                before.add(open(fleet, order, "before-" + day));
            }
            try (var owner = fleet.asOwner()) {
                var day = new PaidDay(owner, "day");
                day.write(order, ORDERS, DISTRIBUTORS);
                var paid = System.nanoTime();
                day.pay();
                // What is written by hand wakes nobody; somebody always comes while many pay.
                var _ = shop.signIn("accrual-newcomer");
                await("all have accrued")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> day.accrued() == ORDERS);
                var accrued = millisSince(paid);
                await("everybody has heard of all").atMost(PATIENCE).until(() -> day.unheard() == 0);
                var heard = millisSince(paid);

                var figures = new LinkedHashMap<String, Object>();
                figures.put("orders", ORDERS);
                figures.put("days_before_heard_by_all_millis", before);
                figures.put("entries", day.entries());
                figures.put("accrued_millis", accrued);
                // Reports, rewards and communities too.
                figures.put("heard_by_all_millis", heard);
                var again = System.nanoTime();
                var recomputed = recomputed(shop);
                figures.put("recomputed_orders", recomputed.path("orders").asInt());
                figures.put("recomputed_millis", millisSince(again));
                ScaleReport.write("accrual", figures);
                assertThat(day.entries()).isEqualTo(ORDERS);
                assertThat(day.wrong()).as("distributors whose sums are wrong").isZero();
                assertThat(recomputed.path("orders").asInt()).isEqualTo(1 + DAYS_BEFORE * A_DAY + ORDERS);
                assertThat(recomputed.path("differing").asInt()).isZero();
                assertThat(accrued).isLessThanOrEqualTo(MOST_MILLIS);
            }
        }
    }

    /** How many milliseconds it took until everybody had heard of all. */
    private static long open(ShopFleet fleet, UUID order, String day) throws SQLException {
        try (var owner = fleet.asOwner()) {
            var before = new PaidDay(owner, day);
            before.write(order, A_DAY, DISTRIBUTORS);
            var paid = System.nanoTime();
            before.pay();
            await(day).atMost(PATIENCE).until(() -> before.unheard() == 0);
            return millisSince(paid);
        }
    }

    /** The order of which the others are copies; it has accrued when this ends. */
    private static UUID bought(RemoteShop shop) {
        var partners = new RemotePartners(shop);
        var distributor = shop.buyer("accrual-distributor");
        partners.admit(distributor, shop.desk("ops"));
        var buyer = shop.buyer("accrual-buyer");
        partners.open(buyer, partners.link(distributor));
        var sku = shop.goods("ACCRUAL", 1, 5_000, 100).getFirst();
        var order = RemoteShop.uuid(shop.order(buyer, List.of(new Line(sku, 2))), "id");
        var started = shop.startPayment(buyer.token(), order).expect(200);
        var _ = shop.payAtWeChat(RemoteShop.prepayId(started)).expect(200);
        await("the first commission")
                .atMost(PATIENCE)
                .until(() -> shop.api()
                                .get(distributor.token(), "/api/partner/v1/accounts")
                                .expect(200)
                                .json()
                                .path("items")
                                .path(0)
                                .path("pendingFen")
                                .asLong()
                        == 2 * 5_000 * RemotePartners.RATE / 100);
        return order;
    }

    /** All days once more, compared with what is written. */
    private static JsonNode recomputed(RemoteShop shop) {
        var now = shop.now();
        var begun = shop.api()
                .post(
                        shop.desk("finance"),
                        RECALCULATIONS,
                        Map.of(
                                "from", now.minus(Duration.ofDays(1)).toString(),
                                "to", now.toString(),
                                "reason", "all of it"))
                .expect(202)
                .json();
        var seen = RECALCULATIONS + "/" + begun.path("id").asText();
        return await("all are reckoned again")
                .atMost(PATIENCE)
                .until(
                        () -> shop.api()
                                .get(shop.desk("finance"), seen)
                                .expect(200)
                                .json(),
                        view -> view.path("state").asText().equals("DONE"));
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
