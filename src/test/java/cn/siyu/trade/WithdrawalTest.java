package cn.siyu.trade;

import static cn.siyu.testing.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.testing.Database;
import cn.siyu.testing.Invariants;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Units that are paid and will not be sent: their money goes back, the rest of the order goes on (E10). */
@QuarkusTest
class WithdrawalTest {

    @Inject
    ShopClock clock;

    @AfterEach
    void stock_and_orders_agree() throws SQLException {
        SandboxControl.reset();
        try (var connection = Database.asOwner()) {
            for (var name : List.of("INV-01", "INV-02", "INV-05")) {
                assertThat(Invariants.offenders(connection, name, clock.instant()))
                        .as(name)
                        .isEmpty();
            }
        }
    }

    @Test
    void staff_drop_a_line_that_has_run_out_and_the_rest_is_sent_and_received() {
        var goods = Shop.product(1250, 3, 2, "SEVEN_DAYS");
        var buyer = Shop.buyer();
        var order = buyer.pay(buyer.order(
                List.of(line(goods.skus().get(0), 2), line(goods.skus().get(1), 3))));
        var gone = lineOf(buyer, order, goods.skus().get(1));

        var dropped = withdraw(order, gone, 3, Shop.key());
        dropped.then().statusCode(201);

        assertThat(dropped.<Integer>path("amountFen")).isEqualTo(3750);
        assertThat(counts(goods.skus().get(1))).isEqualTo("3/0");
        assertThat(movements(order)).containsExactly("WITHDRAWAL RELEASE -3");
        String claim = dropped.path("id");
        buyer.awaitAfterSale(claim, "DONE");
        assertThat(buyer.see(order).getString("state")).isEqualTo("TO_SHIP");
        Shop.ship(order);
        assertThat(buyer.see(order).getString("state")).isEqualTo("SHIPPED");
        assertThat(counts(goods.skus().get(0))).isEqualTo("1/0");
        assertThat(counts(goods.skus().get(1))).isEqualTo("3/0");
        buyer.confirmReceipt(order).then().statusCode(200);
        assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(3750);
        withdraw(order, gone, 1, Shop.key()).then().statusCode(409);
    }

    @Test
    void a_buyer_gives_units_up_one_after_the_other_and_the_last_takes_the_freight_with_it() {
        var goods = Shop.product(333, 3);
        var buyer = Shop.buyer();
        var order = buyer.buy(goods, 3);

        for (var left = 2; left >= 0; left--) {
            var claim = buyer.claim(order, "REFUND_ONLY", 1);
            claim.then().statusCode(201);
            assertThat(counts(goods.sku())).isEqualTo("3/" + left);
            buyer.awaitAfterSale(claim.path("id"), "DONE");
            SandboxControl.advance(Duration.ofMinutes(2));
        }

        buyer.awaitState(order, "CLOSED");
        assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(order.totalFen());
        assertThat(buyer.claim(order, "REFUND_ONLY", 1).statusCode()).isEqualTo(409);
    }

    @Test
    void of_a_line_that_has_left_in_part_only_the_rest_is_given_up_and_then_the_order_is_sent() {
        var goods = Shop.product(1000, 3);
        var buyer = Shop.buyer();
        var order = buyer.buy(goods, 3);
        var line = lineOf(buyer, order, goods.sku());
        ship(order, line, 1);

        var mine = claimUnshipped(buyer, order, line, 1);
        mine.then().statusCode(201);
        assertThat(buyer.see(order).getString("state")).isEqualTo("PARTLY_SHIPPED");
        withdraw(order, line, 2, Shop.key()).then().statusCode(422);
        String theirs = withdraw(order, line, 1, Shop.key())
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        assertThat(buyer.see(order).getString("state")).isEqualTo("SHIPPED");
        assertThat(counts(goods.sku())).isEqualTo("2/0");
        assertThat(buyer.see(order).getInt("lines[0].withdrawn")).isEqualTo(2);
        // The one that has left can still come back, and with it everything is.
        buyer.awaitAfterSale(mine.path("id"), "DONE");
        SandboxControl.advance(Duration.ofMinutes(2));
        buyer.awaitAfterSale(theirs, "DONE");
        SandboxControl.advance(Duration.ofMinutes(2));
        buyer.confirmReceipt(order).then().statusCode(200);
        String back = buyer.claim(order, "RETURN_REFUND", 1).path("id");
        buyer.sendBack(back);
        Shop.decide(back, "receive").then().statusCode(200);
        buyer.awaitState(order, "CLOSED");
        assertThat(counts(goods.sku())).isEqualTo("3/0");
        assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(3000);
    }

    @Test
    void a_bundle_is_given_up_by_what_is_in_it() {
        var goods = Shop.product(5000, 0, 2, "SEVEN_DAYS");
        var pack = goods.skus().get(0);
        var part = goods.skus().get(1);
        Shop.count(part, 6);
        Map<String, Object> contents =
                Map.of("components", List.of(Map.of("skuId", part, "units", 2)), "reason", "体验装");
        Shop.as(Shop.staff("merchandiser"))
                .body(contents)
                .put("/api/admin/v1/bundles/" + pack)
                .then()
                .statusCode(200);
        var buyer = Shop.buyer();
        var order = buyer.pay(buyer.order(List.of(line(pack, 2), line(part, 1))));
        assertThat(counts(part)).isEqualTo("6/5");

        withdraw(order, lineOf(buyer, order, pack), 1, Shop.key()).then().statusCode(201);

        assertThat(counts(part)).isEqualTo("6/3");
        Shop.ship(order);
        assertThat(counts(part)).isEqualTo("3/0");
    }

    @Test
    void what_staff_may_not_take_off_is_refused_and_a_repetition_is_answered() {
        var goods = Shop.product(1000, 3);
        var buyer = Shop.buyer();
        var unpaid = buyer.order(goods, 1);
        var order = buyer.buy(goods, 2);
        var line = lineOf(buyer, order, goods.sku());
        var key = Shop.key();

        withdraw(unpaid, lineOf(buyer, unpaid, goods.sku()), 1, Shop.key())
                .then()
                .statusCode(409);
        withdraw(order, line, 3, Shop.key()).then().statusCode(422);
        withdraw(order, line, 0, Shop.key()).then().statusCode(400);
        withdraw(order, UUID.randomUUID().toString(), 1, Shop.key()).then().statusCode(404);
        var first = withdraw(order, line, 1, key);
        var again = withdraw(order, line, 1, key);

        first.then().statusCode(201);
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(buyer.see(order).getInt("lines[0].withdrawn")).isEqualTo(1);
        Shop.as(buyer.token())
                .header("Idempotency-Key", Shop.key())
                .body(wish(line, 1))
                .post("/api/admin/v1/orders/{id}/withdrawals", order.id())
                .then()
                .statusCode(403);
    }

    private static Map<String, Object> wish(String line, int units) {
        return Map.of("lines", List.of(Map.of("orderLineId", line, "quantity", units)), "reason", "缺货");
    }

    private static Response withdraw(Placed order, String line, int units, String key) {
        return Shop.as(Shop.staff("support"))
                .header("Idempotency-Key", key)
                .body(wish(line, units))
                .post("/api/admin/v1/orders/{id}/withdrawals", order.id());
    }

    private static Response claimUnshipped(Buyer buyer, Placed order, String line, int units) {
        return buyer.asks()
                .header("Idempotency-Key", Shop.key())
                .body(Map.of(
                        "type",
                        "REFUND_ONLY",
                        "reason",
                        "不等了",
                        "unshipped",
                        true,
                        "lines",
                        List.of(Map.of("orderLineId", line, "quantity", units))))
                .post("/api/mp/v1/orders/{id}/after-sales", order.id());
    }

    private static void ship(Placed order, String line, int units) {
        Map<String, Object> parcel = Map.of(
                "carrier",
                "SF",
                "trackingNo",
                "SF" + System.nanoTime(),
                "lines",
                List.of(Map.of("orderLineId", line, "quantity", units)));
        Shop.ship(order, parcel).then().statusCode(200);
    }

    private static String lineOf(Buyer buyer, Placed order, String sku) {
        return buyer.see(order).getString("lines.find { it.skuId == '" + sku + "' }.id");
    }

    private static List<String> movements(Placed order) {
        var found = Shop.as(Shop.staff("ops"))
                .get("/api/admin/v1/stock-movements?type=RELEASE&holderId=" + order.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        return found.<Map<String, Object>>getList("items").stream()
                .map(each -> each.get("cause") + " " + each.get("type") + " " + each.get("reservedDelta"))
                .toList();
    }

    /** On hand and reserved. */
    private static String counts(String sku) {
        var counts = Shop.as(Shop.staff("ops"))
                .get("/api/admin/v1/stock?skuId=" + sku)
                .jsonPath();
        return counts.getInt("items[0].onHand") + "/" + counts.getInt("items[0].reserved");
    }
}
