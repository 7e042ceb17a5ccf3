package cn.siyu.trade;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Goods and money on their way back. */
@QuarkusTest
class AfterSaleDeskTest {

    private static final String OWN = "/api/mp/v1/after-sales";
    private static final String DESK = "/api/admin/v1/after-sales";

    @AfterEach
    void calm() {
        SandboxControl.reset();
    }

    @Test
    void a_return_gives_the_money_and_the_stock_back_and_closes_the_order() {
        var goods = Shop.product(1250, 2);
        var buyer = Shop.buyer();
        var order = received(buyer, buyer.buy(goods, 2));

        String claim = claim(buyer, order, 2);
        buyer.sendBack(claim);
        Shop.decide(claim, "receive").then().statusCode(200);

        buyer.awaitAfterSale(claim, "DONE");
        assertThat(buyer.see(order).getString("state")).isEqualTo("CLOSED");
        assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(2500);
        assertThat(Shop.buyer().order(goods, 2).totalFen()).isPositive();
    }

    @Test
    void three_single_returns_of_three_units_add_up_to_the_fen() {
        var goods = Shop.product(333, 3);
        var buyer = Shop.buyer();
        var order = received(buyer, buyer.buy(goods, 3));

        for (var i = 0; i < 3; i++) {
            var claim = claim(buyer, order, 1);
            Shop.decide(claim, "receive").then().statusCode(200);
            buyer.awaitAfterSale(claim, "DONE");
            SandboxControl.advance(Duration.ofMinutes(2));
        }

        assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(999);
        assertThat(buyer.see(order).getString("state")).isEqualTo("CLOSED");
    }

    @Test
    void day_seven_is_in_time_and_day_eight_is_not() {
        var goods = Shop.product(1000, 2);
        var buyer = Shop.buyer();
        var order = received(buyer, buyer.buy(goods, 2));

        SandboxControl.advance(Duration.ofDays(7));
        var onDaySeven = buyer.again();
        onDaySeven.awaitState(order, "COMPLETED");
        var inTime = onDaySeven.claim(order, "RETURN_REFUND", 1);
        SandboxControl.advance(Duration.ofDays(1));
        var onDayEight = buyer.again();
        var late = onDayEight.claim(order, "RETURN_REFUND", 1);

        inTime.then().statusCode(201);
        assertThat(inTime.<String>path("state")).isEqualTo("SELLER_AGREED");
        late.then().statusCode(422);
        assertThat(late.<String>path("code")).isEqualTo("RETURN_WINDOW_OVER");
    }

    @Test
    void a_return_that_nobody_looks_at_is_paid_back_and_its_goods_stay_off_the_shelf() {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var order = received(buyer, buyer.buy(goods, 1));
        var line = buyer.see(order).getString("lines[0].id");
        var picture = "https://img.example/broken.png";
        Map<String, Object> claim = Map.of(
                "type",
                "RETURN_REFUND",
                "reason",
                "破损",
                "lines",
                List.of(Map.of("orderLineId", line, "quantity", 1)),
                "proofs",
                List.of(picture));

        var opened = buyer.asks()
                .header("Idempotency-Key", Shop.key())
                .body(claim)
                .post("/api/mp/v1/orders/{id}/after-sales", order.id())
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        buyer.sendBack(opened);
        SandboxControl.advance(Duration.ofDays(7).plusMinutes(1));

        var later = buyer.again();
        later.awaitAfterSale(opened, "DONE");
        assertThat(later.afterSale(opened).getList("proofs")).containsExactly(picture);
        assertThat(later.see(order).getLong("refundedFen")).isEqualTo(1000);
        var one = List.of(Shop.line(goods.sku(), 1));
        var refused = later.place(Shop.key(), one, later.quote(one).path("quoteHash"));
        refused.then().statusCode(409);
        assertThat(refused.<String>path("code")).isEqualTo("STOCK_SHORT");
        assertThat(Shop.as(Shop.staff("ops"))
                        .get("/api/admin/v1/stock?skuId=" + goods.sku())
                        .jsonPath()
                        .getInt("items[0].onHand"))
                .isZero();
    }

    @Test
    void what_is_paid_and_not_sent_is_called_off_with_the_freight() {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var order = buyer.buy(goods, 1);

        buyer.cancel(order).then().statusCode(200);

        buyer.awaitState(order, "CLOSED");
        assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(order.totalFen());
        assertThat(Shop.buyer().order(goods, 1).totalFen()).isPositive();
    }

    @Test
    void an_exclusion_counts_only_when_it_was_confirmed() {
        var goods = Shop.product(1000, 5, 1, "EXCLUDED_WITH_CONFIRMATION");
        var silent = Shop.buyer();
        var confirming = Shop.buyer();

        var ofSilent = silent.buy(goods, 1);
        Shop.ship(ofSilent);
        var ofConfirming = confirming.pay(confirmed(confirming, goods));
        Shop.ship(ofConfirming);

        assertThat(silent.claim(ofSilent, "RETURN_REFUND", 1).<String>path("state"))
                .isEqualTo("SELLER_AGREED");
        assertThat(confirming.claim(ofConfirming, "RETURN_REFUND", 1).<String>path("state"))
                .isEqualTo("APPLIED");
    }

    @Test
    void staff_say_no_and_the_units_may_be_claimed_again() {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var order = received(buyer, buyer.buy(goods, 1));
        String wish = buyer.claim(order, "REFUND_ONLY", 1).path("id");

        Shop.decide(wish, "reject").then().statusCode(200);
        String again = buyer.claim(order, "REFUND_ONLY", 1).path("id");
        Shop.decide(again, "approve").then().statusCode(200);

        buyer.awaitAfterSale(again, "DONE");
        assertThat(buyer.afterSale(wish).getString("state")).isEqualTo("SELLER_REJECTED");
        Shop.decide(again, "approve").then().statusCode(409);
    }

    @Test
    void a_claim_is_taken_back_until_the_goods_are_on_their_way() {
        var goods = Shop.product(1000, 2);
        var buyer = Shop.buyer();
        var order = received(buyer, buyer.buy(goods, 2));
        var first = claim(buyer, order, 1);
        var second = claim(buyer, order, 1);

        cancel(buyer, first).then().statusCode(200);
        buyer.sendBack(second);

        cancel(buyer, second).then().statusCode(409);
        assertThat(buyer.afterSale(first).getString("state")).isEqualTo("BUYER_CANCELLED");
        assertThat(buyer.see(order).getInt("lines[0].claimed")).isEqualTo(1);
    }

    @Test
    void silence_of_the_staff_is_a_yes_and_silence_of_the_buyer_the_end() {
        var goods = Shop.product(1000, 2, 1, "EXCLUDED_WITH_CONFIRMATION");
        var buyer = Shop.buyer();
        var order = buyer.pay(confirmed(buyer, goods));
        Shop.ship(order);
        String claim = buyer.claim(order, "RETURN_REFUND", 1).path("id");

        SandboxControl.advance(Duration.ofDays(3).plusMinutes(1));
        buyer.again().awaitAfterSale(claim, "SELLER_AGREED");
        SandboxControl.advance(Duration.ofDays(10).plusMinutes(1));

        buyer.again().awaitAfterSale(claim, "BUYER_CANCELLED");
    }

    @Test
    void the_desk_finds_claims_by_order_and_state() {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var order = received(buyer, buyer.buy(goods, 1));
        var claim = claim(buyer, order, 1);

        var found = Shop.as(Shop.staff("support"))
                .get("/api/admin/v1/after-sales?orderNo=" + order.number() + "&state=SELLER_AGREED")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(found.getList("items.id")).containsExactly(claim);
        assertThat(found.getLong("total")).isOne();
        Shop.as(Shop.staff("auditor"))
                .get("/api/admin/v1/after-sales/{id}", claim)
                .then()
                .statusCode(200);
        Shop.as(Shop.staff("auditor"))
                .body(Map.of("reason", "x"))
                .post("/api/admin/v1/after-sales/{id}/approve", claim)
                .then()
                .statusCode(403);
        assertThat(buyer.asks().get("/api/mp/v1/after-sales").jsonPath().getList("items.id"))
                .containsExactly(claim);
    }

    @Test
    void what_the_desk_and_the_buyer_may_not_do_is_refused() {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var order = received(buyer, buyer.buy(goods, 1));
        var claim = claim(buyer, order, 1);
        var nothing = UUID.randomUUID().toString();

        Shop.decide(claim, "approve").then().statusCode(409);
        Shop.decide(claim, "reject").then().statusCode(409);
        Shop.decide(claim, "receive").then().statusCode(200);
        Shop.decide(claim, "receive").then().statusCode(409);
        Shop.decide(nothing, "receive").then().statusCode(404);
        buyer.asks()
                .body(Map.of("carrier", "SF"))
                .post(OWN + "/{id}/return-shipment", claim)
                .then()
                .statusCode(400);
        buyer.asks().get(OWN + "?limit=0").then().statusCode(400);
        buyer.asks().get(OWN + "/{id}", nothing).then().statusCode(404);
        Shop.buyer().asks().get(OWN + "/{id}", claim).then().statusCode(404);
        cancel(Shop.buyer(), claim).then().statusCode(404);
        Shop.as(Shop.staff("support")).get(DESK + "/{id}", nothing).then().statusCode(404);
        Shop.as(Shop.staff("support")).get(DESK + "?size=0").then().statusCode(400);
        Shop.as(buyer.token()).get(DESK).then().statusCode(403);
    }

    @Test
    void what_goes_back_after_completion_is_taken_out_of_the_sales() {
        var goods = Shop.product(1000, 2);
        var buyer = Shop.buyer();
        var order = received(buyer, buyer.buy(goods, 2));
        SandboxControl.advance(Duration.ofDays(7));
        var later = buyer.again();
        later.awaitState(order, "COMPLETED");

        var claim = claim(later, order, 1);
        Shop.decide(claim, "receive").then().statusCode(200);
        later.awaitAfterSale(claim, "DONE");

        assertThat(transfer("COMPLETE:" + order.number())).isEqualTo(2000);
        assertThat(transfer("COMPLETE-FREIGHT:" + order.number())).isEqualTo(800);
        assertThat(transfer("UNEARN:R" + order.number() + "-1")).isEqualTo(1000);
        assertThat(later.see(order).getString("state")).isEqualTo("COMPLETED");
    }

    private static long transfer(String reference) {
        return Shop.as(Shop.staff("finance"))
                .queryParam("reference", reference)
                .get("/api/admin/v1/ledger/transfers")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("items[0].amountFen");
    }

    private static Placed received(Buyer buyer, Placed order) {
        Shop.ship(order);
        buyer.confirmReceipt(order).then().statusCode(200);
        return order;
    }

    private static String claim(Buyer buyer, Placed order, int quantity) {
        return buyer.claim(order, "RETURN_REFUND", quantity)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Response cancel(Buyer buyer, String claim) {
        return buyer.asks().post("/api/mp/v1/after-sales/{id}/cancel", claim);
    }

    private static Placed confirmed(Buyer buyer, Shop.Goods goods) {
        var lines = List.of(Shop.line(goods.sku(), 1));
        Map<String, Object> basket =
                Map.of("lines", lines, "addressId", buyer.addressId(), "acknowledgements", List.of(goods.sku()));
        String hash = buyer.asks().body(basket).post("/api/mp/v1/order-quotes").path("quoteHash");
        var order = new HashMap<>(basket);
        order.put("quoteHash", hash);
        var placed = buyer.asks()
                .header("Idempotency-Key", Shop.key())
                .body(order)
                .post("/api/mp/v1/orders")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        return new Placed(placed.getString("id"), placed.getString("orderNo"), placed.getLong("totalFen"));
    }
}
