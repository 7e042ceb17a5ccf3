package cn.siyu.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.testing.Database;
import cn.siyu.testing.Invariants;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Goods;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another unit for one that comes back: no money moves, no unit is lost, and nobody waits for ever (E10). */
@QuarkusTest
class ExchangeTest {

    private static final String DESK = "/api/admin/v1/after-sales/{id}/{command}";

    @Inject
    ShopClock clock;

    @AfterEach
    void stock_and_orders_agree() throws SQLException {
        SandboxControl.reset();
        try (var connection = Database.asOwner()) {
            for (var name : List.of("INV-01", "INV-02", "INV-03", "INV-05")) {
                assertThat(Invariants.offenders(connection, name, clock.instant()))
                        .as(name)
                        .isEmpty();
            }
        }
    }

    @Test
    void red_comes_back_blue_is_sent_and_blue_can_be_returned() {
        var goods = Shop.product(1000, 2, 2, "SEVEN_DAYS");
        var red = goods.sku();
        var blue = goods.skus().getLast();
        var buyer = Shop.buyer();
        var order = received(buyer, goods, 2);

        var opened = exchange(buyer, order, 1, blue);
        opened.then().statusCode(201);
        assertThat(opened.<String>path("state")).isEqualTo("APPLIED");
        assertThat(opened.<Integer>path("amountFen")).isZero();
        String claim = opened.path("id");
        assertThat(counts(blue)).isEqualTo("2/0");
        Shop.decide(claim, "approve").then().statusCode(200);
        assertThat(counts(blue)).isEqualTo("2/1");
        buyer.sendBack(claim);
        Shop.decide(claim, "receive").then().statusCode(200);
        assertThat(buyer.afterSale(claim).getString("state")).isEqualTo("SELLER_RECEIVED");
        assertThat(counts(red)).isEqualTo("1/0");
        replace(claim).then().statusCode(200);

        var done = buyer.afterSale(claim);
        assertThat(done.getString("state")).isEqualTo("DONE");
        assertThat(done.getString("lines[0].replacement.skuId")).isEqualTo(blue);
        assertThat(done.getString("replacementParcel.trackingNo")).startsWith("SF");
        assertThat(counts(blue)).isEqualTo("1/0");
        assertThat(buyer.see(order).getLong("refundedFen")).isZero();
        assertThat(buyer.see(order).getInt("lines[0].claimed")).isZero();

        // Of the two units one is blue now: which comes back is said by the claim.
        buyer.claim(order, "RETURN_REFUND", 2).then().statusCode(422);
        String back = returnOf(buyer, order, claim, 1);
        returned(buyer, order, claim, 1).then().statusCode(422);
        buyer.sendBack(back);
        Shop.decide(back, "receive").then().statusCode(200);
        buyer.awaitAfterSale(back, "DONE");
        assertThat(counts(blue)).isEqualTo("2/0");
        assertThat(counts(red)).isEqualTo("1/0");
        assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(1000);
        assertThat(buyer.afterSale(back).getString("exchangeId")).isEqualTo(claim);
    }

    @Test
    void a_faulty_piece_is_exchanged_for_the_same_and_the_replacement_again() {
        var goods = Shop.product(1000, 2);
        var buyer = Shop.buyer();
        var order = received(buyer, goods, 1);
        Shop.price(goods.sku(), 1500);

        var first = finished(buyer, exchange(buyer, order, 1, goods.sku()));
        var second = finished(buyer, claim(buyer, order, wish("EXCHANGE", line(buyer, order, 1, goods.sku()), first)));

        assertThat(counts(goods.sku())).isEqualTo("1/0");
        returned(buyer, order, first, 1).then().statusCode(422);
        String back = returnOf(buyer, order, second, 1);
        Shop.decide(back, "receive").then().statusCode(200);
        buyer.awaitState(order, "CLOSED");
        assertThat(counts(goods.sku())).isEqualTo("2/0");
        assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(1000);
    }

    @Test
    void what_is_kept_for_an_exchange_cannot_be_sold_and_without_goods_staff_cannot_agree() {
        var goods = Shop.product(1000, 1, 2, "SEVEN_DAYS");
        var blue = goods.skus().getLast();
        var buyer = Shop.buyer();
        var order = received(buyer, goods, 1);
        String claim = exchange(buyer, order, 1, blue).path("id");

        var other = Shop.buyer();
        var taken = other.order(List.of(Shop.line(blue, 1)));
        var refused = Shop.decide(claim, "approve");
        refused.then().statusCode(409);
        assertThat(refused.<String>path("code")).isEqualTo("STOCK_SHORT");
        other.cancel(taken).then().statusCode(200);
        Shop.decide(claim, "approve").then().statusCode(200);
        var one = List.of(Shop.line(blue, 1));
        assertThat(other.place(Shop.key(), one, other.quote(one).path("quoteHash"))
                        .<String>path("code"))
                .isEqualTo("STOCK_SHORT");

        buyer.asks().post("/api/mp/v1/after-sales/{id}/cancel", claim).then().statusCode(200);
        assertThat(counts(blue)).isEqualTo("1/0");
        assertThat(other.order(one).totalFen()).isPositive();
        buyer.claim(order, "RETURN_REFUND", 1).then().statusCode(201);
    }

    @Test
    void goods_that_came_back_unfit_end_it_and_free_what_was_kept() {
        var goods = Shop.product(1000, 1, 2, "SEVEN_DAYS");
        var blue = goods.skus().getLast();
        var buyer = Shop.buyer();
        var order = received(buyer, goods, 1);
        var rejected = exchange(buyer, order, 1, blue).<String>path("id");
        Shop.decide(rejected, "reject").then().statusCode(200);
        String claim = exchange(buyer, order, 1, blue).path("id");
        Shop.decide(claim, "approve").then().statusCode(200);
        buyer.sendBack(claim);

        Shop.decide(claim, "reject").then().statusCode(200);

        assertThat(buyer.afterSale(rejected).getString("state")).isEqualTo("SELLER_REJECTED");
        assertThat(buyer.afterSale(claim).getString("state")).isEqualTo("RECEIPT_REFUSED");
        assertThat(counts(blue)).isEqualTo("1/0");
        assertThat(counts(goods.sku())).isEqualTo("0/0");
        replace(claim).then().statusCode(409);
    }

    @Test
    void what_cannot_be_sent_becomes_a_return_and_the_money_goes_back() {
        var goods = Shop.product(1000, 1, 2, "SEVEN_DAYS");
        var blue = goods.skus().getLast();
        var buyer = Shop.buyer();
        var order = received(buyer, goods, 1);
        String claim = exchange(buyer, order, 1, blue).path("id");
        Shop.decide(claim, "approve").then().statusCode(200);
        Shop.decide(claim, "receive").then().statusCode(200);

        command(claim, "turn-into-return", Map.of("reason", "断货了")).then().statusCode(200);

        buyer.awaitState(order, "CLOSED");
        assertThat(buyer.afterSale(claim).getString("type")).isEqualTo("RETURN_REFUND");
        assertThat(buyer.afterSale(claim).getString("state")).isEqualTo("DONE");
        assertThat(buyer.afterSale(claim).getLong("amountFen")).isEqualTo(1000);
        assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(1000);
        assertThat(counts(blue)).isEqualTo("1/0");
        assertThat(counts(goods.sku())).isEqualTo("1/0");
        command(claim, "turn-into-return", Map.of("reason", "断货了")).then().statusCode(409);
    }

    @Test
    void silence_of_the_staff_is_a_yes_of_the_buyer_the_end_and_of_the_house_money() {
        var goods = Shop.product(1000, 3, 2, "SEVEN_DAYS");
        var blue = goods.skus().getLast();
        var buyer = Shop.buyer();
        var order = received(buyer, goods, 3);
        String unsent = exchange(buyer, order, 1, blue).path("id");
        String unseen = exchange(buyer, order, 1, blue).path("id");
        String unreplaced = exchange(buyer, order, 1, blue).path("id");
        Shop.decide(unreplaced, "approve").then().statusCode(200);
        Shop.decide(unreplaced, "receive").then().statusCode(200);
        Shop.count(blue, 2);

        // One is kept already, one is left to keep: the third has nothing to be exchanged for.
        SandboxControl.advance(Duration.ofDays(3).plusMinutes(1));
        var later = buyer.again();
        later.awaitAfterSale(unsent, "SELLER_AGREED");
        later.awaitAfterSale(unseen, "SELLER_AGREED");
        var types = List.of(
                later.afterSale(unsent).getString("type"),
                later.afterSale(unseen).getString("type"));
        assertThat(types).containsExactlyInAnyOrder("EXCHANGE", "RETURN_REFUND");
        var kept = types.getFirst().equals("EXCHANGE") ? unsent : unseen;
        later.sendBack(kept);
        SandboxControl.advance(Duration.ofDays(7).plusMinutes(1));
        var last = buyer.again();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(List.of(
                                last.afterSale(kept).getString("state"),
                                last.afterSale(unreplaced).getString("state")))
                        .isSubsetOf("REFUNDING", "DONE"));
        SandboxControl.advance(Duration.ofDays(4));

        var end = buyer.again();
        end.awaitAfterSale(kept.equals(unsent) ? unseen : unsent, "BUYER_CANCELLED");
        // Refunds of one payment are at least a minute apart.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(List.of(
                                end.afterSale(kept).getString("state"),
                                end.afterSale(unreplaced).getString("state")))
                        .contains("DONE"));
        SandboxControl.advance(Duration.ofMinutes(2));
        end.awaitAfterSale(kept, "DONE");
        end.awaitAfterSale(unreplaced, "DONE");
        assertThat(end.afterSale(kept).getString("type")).isEqualTo("RETURN_REFUND");
        assertThat(end.see(order).getLong("refundedFen")).isEqualTo(2000);
        assertThat(counts(blue)).isEqualTo("2/0");
        // What nobody has looked at stays off the shelf.
        assertThat(counts(goods.sku())).isEqualTo("1/0");
    }

    @Test
    void what_may_not_be_exchanged_is_refused() {
        var goods = Shop.product(1000, 3, 2, "SEVEN_DAYS");
        var blue = goods.skus().getLast();
        var foreign = Shop.product(1000, 1).sku();
        var buyer = Shop.buyer();
        var order = received(buyer, goods, 2);
        var unpaid = buyer.order(goods, 1);

        assertCode(exchange(buyer, order, 1, foreign), "NOT_EXCHANGEABLE");
        assertCode(exchange(buyer, order, 1, UUID.randomUUID().toString()), "NOT_EXCHANGEABLE");
        assertCode(buyer.claim(order, "EXCHANGE", 1), "NOT_EXCHANGEABLE");
        assertCode(exchange(buyer, order, 3, blue), "NOT_RETURNABLE");
        exchange(buyer, unpaid, 1, blue).then().statusCode(409);
        Shop.price(blue, 1001);
        assertCode(exchange(buyer, order, 1, blue), "NOT_EXCHANGEABLE");
        exchange(Shop.buyer(), order, buyer, 1, blue).then().statusCode(404);
        var nothing = UUID.randomUUID().toString();
        returned(buyer, order, nothing, 1).then().statusCode(404);
        replace(nothing).then().statusCode(404);
        command(nothing, "turn-into-return", Map.of("reason", "x")).then().statusCode(404);
        command(nothing, "turn-into-return", Map.of("reason", "")).then().statusCode(400);
        command(nothing, "replacement-shipment", Map.of("carrier", "SF")).then().statusCode(400);
        String plain = buyer.claim(order, "RETURN_REFUND", 1).path("id");
        command(plain, "turn-into-return", Map.of("reason", "x")).then().statusCode(409);
        SandboxControl.advance(Duration.ofDays(9));
        var late = buyer.again();
        assertCode(exchange(late, order, 1, goods.sku()), "RETURN_WINDOW_OVER");
    }

    @Test
    void of_an_exchange_and_a_refund_of_the_same_unit_one_wins_and_of_two_decisions_too() throws Exception {
        var goods = Shop.product(1000, 2, 2, "SEVEN_DAYS");
        var blue = goods.skus().getLast();
        var buyer = Shop.buyer();
        var order = received(buyer, goods, 1);
        var wanted = wish("EXCHANGE", line(buyer, order, 1, blue), null);
        var refund = wish("REFUND_ONLY", line(buyer, order, 1, null), null);

        var claims = atOnce(List.of(
                () -> claim(buyer, order, wanted),
                () -> claim(buyer, order, refund),
                () -> claim(buyer, order, wanted)));
        assertThat(claims.stream().filter(answer -> answer.statusCode() == 201)).hasSize(1);
        var won = claims.stream()
                .filter(answer -> answer.statusCode() == 201)
                .findFirst()
                .orElseThrow()
                .<String>path("id");
        if (buyer.afterSale(won).getString("type").equals("REFUND_ONLY")) {
            Shop.decide(won, "reject").then().statusCode(200);
            won = claim(buyer, order, wanted).path("id");
        }
        var claim = won;

        var decisions = atOnce(List.of(
                () -> Shop.decide(claim, "approve"),
                () -> Shop.decide(claim, "reject"),
                () -> Shop.decide(claim, "approve")));
        assertThat(decisions.stream().filter(answer -> answer.statusCode() == 200))
                .hasSize(1);
        var agreed = buyer.afterSale(claim).getString("state").equals("SELLER_AGREED");
        assertThat(counts(blue)).isEqualTo(agreed ? "2/1" : "2/0");

        var last = agreed ? claim : agreedExchange(buyer, order, blue);
        var ends = atOnce(List.of(
                () -> buyer.asks().post("/api/mp/v1/after-sales/{id}/cancel", last),
                () -> Shop.decide(last, "receive")));
        assertThat(ends.stream().map(Response::statusCode)).containsExactlyInAnyOrder(200, 409);
        var received = buyer.afterSale(last).getString("state").equals("SELLER_RECEIVED");
        assertThat(counts(blue)).isEqualTo(received ? "2/1" : "2/0");
        assertThat(counts(goods.sku())).isEqualTo(received ? "2/0" : "1/0");
    }

    private static String agreedExchange(Buyer buyer, Placed order, String sku) {
        String claim = exchange(buyer, order, 1, sku).path("id");
        Shop.decide(claim, "approve").then().statusCode(200);
        return claim;
    }

    private static List<Response> atOnce(List<Callable<Response>> calls)
            throws InterruptedException, ExecutionException {
        var _ = Shop.staff("support");
        try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = crowd.invokeAll(calls);
            return futures.stream().map(future -> future.resultNow()).toList();
        }
    }

    private static void assertCode(Response refused, String code) {
        refused.then().statusCode(422);
        assertThat(refused.<String>path("code")).isEqualTo(code);
    }

    private static Placed received(Buyer buyer, Goods goods, int quantity) {
        var order = buyer.buy(goods, quantity);
        Shop.ship(order);
        buyer.confirmReceipt(order).then().statusCode(200);
        return order;
    }

    /** Agreed to, taken in and replaced. */
    private static String finished(Buyer buyer, Response opened) {
        String claim = opened.then().statusCode(201).extract().path("id");
        Shop.decide(claim, "approve").then().statusCode(200);
        buyer.sendBack(claim);
        Shop.decide(claim, "receive").then().statusCode(200);
        replace(claim).then().statusCode(200);
        return claim;
    }

    private static Response replace(String claim) {
        return command(
                claim,
                "replacement-shipment",
                Map.of("carrier", "SF", "trackingNo", "SF" + System.nanoTime(), "reason", "已换货"));
    }

    private static Response command(String claim, String command, Map<String, Object> body) {
        return Shop.as(Shop.staff("support")).body(body).post(DESK, claim, command);
    }

    private static Response exchange(Buyer buyer, Placed order, int units, String sku) {
        return exchange(buyer, order, buyer, units, sku);
    }

    private static Response exchange(Buyer claimant, Placed order, Buyer owner, int units, String sku) {
        return claim(claimant, order, wish("EXCHANGE", line(owner, order, units, sku), null));
    }

    private static String returnOf(Buyer buyer, Placed order, String exchange, int units) {
        return returned(buyer, order, exchange, units)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** A return of units that an exchange gave. */
    private static Response returned(Buyer buyer, Placed order, String exchange, int units) {
        return claim(buyer, order, wish("RETURN_REFUND", line(buyer, order, units, null), exchange));
    }

    private static Response claim(Buyer buyer, Placed order, Map<String, Object> wish) {
        return buyer.asks()
                .header("Idempotency-Key", Shop.key())
                .body(wish)
                .post("/api/mp/v1/orders/{id}/after-sales", order.id());
    }

    private static Map<String, Object> wish(String type, Map<String, Object> line, @Nullable String exchange) {
        var wish = new HashMap<String, Object>(Map.of("type", type, "reason", "换一件", "lines", List.of(line)));
        if (exchange != null) {
            wish.put("exchangeId", exchange);
        }
        return wish;
    }

    private static Map<String, Object> line(Buyer buyer, Placed order, int units, @Nullable String sku) {
        var line = new HashMap<String, Object>(
                Map.of("orderLineId", buyer.see(order).getString("lines[0].id"), "quantity", units));
        if (sku != null) {
            line.put("replacementSkuId", sku);
        }
        return line;
    }

    /** On hand and reserved. */
    private static String counts(String sku) {
        var counts = Shop.as(Shop.staff("ops"))
                .get("/api/admin/v1/stock?skuId=" + sku)
                .jsonPath();
        return counts.getInt("items[0].onHand") + "/" + counts.getInt("items[0].reserved");
    }
}
