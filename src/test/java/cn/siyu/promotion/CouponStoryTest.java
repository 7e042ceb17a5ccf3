package cn.siyu.promotion;

import static cn.siyu.promotion.Vouchers.amount;
import static cn.siyu.promotion.Vouchers.claim;
import static cn.siyu.promotion.Vouchers.claimed;
import static cn.siyu.promotion.Vouchers.done;
import static cn.siyu.promotion.Vouchers.hand;
import static cn.siyu.promotion.Vouchers.place;
import static cn.siyu.promotion.Vouchers.quote;
import static cn.siyu.promotion.Vouchers.running;
import static cn.siyu.testing.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.testing.Database;
import cn.siyu.testing.Invariants;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Placed;
import cn.siyu.trade.Orders;
import cn.siyu.trade.SoldOrder;
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

/** A coupon from the claim page into an order and out of it again. */
@QuarkusTest
class CouponStoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SOMEBODY = "01934f3a-0000-7000-8000-000000000009";

    @Inject
    ShopClock clock;

    @Inject
    Orders orders;

    @Inject
    Transactions transactions;

    @AfterEach
    void nothing_is_used_twice() throws SQLException {
        SandboxControl.reset();
        try (var connection = Database.asOwner()) {
            assertThat(Invariants.offenders(connection, "INV-05", clock.instant()))
                    .isEmpty();
            assertThat(Invariants.offenders(connection, "INV-12", clock.instant()))
                    .isEmpty();
        }
    }

    @Test
    void a_coupon_is_claimed_quoted_paid_with_and_refunded_to_the_fen() {
        var goods = Shop.product(3_333, 10, 2, "SEVEN_DAYS");
        var buyer = Shop.buyer();
        var template =
                running(amount(1_000), Map.of("thresholdFen", 9_999, "bearer", "SUPPLIER", "bearerId", SOMEBODY));
        var coupon = claimed(buyer, template);
        assertThat(done(claim(buyer, template), 409).getString("code")).isEqualTo("COUPON_LIMIT_REACHED");
        var two = List.of(line(goods.skus().get(0), 2), line(goods.skus().get(1), 1));

        var less = done(quote(buyer, List.of(line(goods.sku(), 1)), Map.of()), 200);
        assertThat(less.getString("coupons[0].reason")).isEqualTo("BELOW_THRESHOLD");
        assertThat(less.getLong("coupons[0].missingFen")).isEqualTo(6_666);
        var quoted = done(quote(buyer, two, Map.of("bestCoupons", true)), 200);
        assertThat(quoted.getList("couponIds")).containsExactly(coupon);
        assertThat(quoted.getLong("goodsFen")).isEqualTo(8_999);
        assertThat(quoted.getList("lines.discountFen", Long.class)).containsExactly(667L, 333L);
        var order = placed(place(buyer, two, List.of(coupon), quoted.getString("quoteHash")));
        assertThat(order.totalFen()).isEqualTo(8_999 + quoted.getLong("freightFen"));
        assertThat(hand(buyer).getString("items[0].state")).isEqualTo("HELD");

        var _ = buyer.pay(order);
        assertThat(hand(buyer).getString("items[0].state")).isEqualTo("USED");
        var desk = done(Shop.as(Shop.staff("finance")).get("/api/admin/v1/orders/{id}", order.id()), 200);
        assertThat(desk.getString("couponBearers[0].bearer")).isEqualTo("SUPPLIER");
        assertThat(desk.getString("couponBearers[0].bearerId")).isEqualTo(SOMEBODY);
        assertThat(sold(order).lines())
                .as("what commissions and reports are reckoned on")
                .extracting(line -> line.net().fen())
                .containsExactly(5_999L, 3_000L);
        Shop.ship(order);
        var claim = buyer.claim(order, "RETURN_REFUND", 1)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();

        assertThat(claim.getLong("amountFen"))
                .as("one of two units that cost 6666 less 667")
                .isEqualTo(3_000);
        assertThat(hand(buyer).getString("items[0].state"))
                .as("an order that lives keeps its coupon")
                .isEqualTo("USED");
    }

    @Test
    void a_cancelled_order_lets_its_coupon_go_and_a_refunded_one_gives_it_back() {
        var goods = Shop.product(5_000, 10);
        var buyer = Shop.buyer();
        var coupon = claimed(buyer, running(amount(500), Map.of()));
        var lines = List.of(line(goods.sku(), 1));

        var first = order(buyer, lines, coupon);
        buyer.cancel(first).then().statusCode(200);
        assertThat(hand(buyer).getString("items[0].state")).isEqualTo("AVAILABLE");

        var second = buyer.pay(order(buyer, lines, coupon));
        buyer.cancel(second).then().statusCode(200);
        buyer.awaitState(second, "CLOSED");
        assertThat(buyer.see(second).getLong("refundedFen")).isEqualTo(second.totalFen());
        assertThat(hand(buyer).getString("items[0].state")).isEqualTo("AVAILABLE");

        var third = order(buyer, lines, coupon);
        assertThat(buyer.see(third).getLong("discountFen")).isEqualTo(500);
    }

    @Test
    void an_order_that_costs_nothing_is_paid_with_nothing_and_gives_its_coupon_back() {
        var goods = Shop.product(800, 10);
        var buyer = Shop.buyer();
        var all = claimed(buyer, running(amount(10_000), Map.of()));
        var freight =
                claimed(buyer, running(Map.of("type", "FREIGHT", "offFen", 10_000), Map.of("stackGroup", "FREIGHT")));
        var lines = List.of(line(goods.sku(), 1));
        var quoted = done(quote(buyer, lines, Map.of("bestCoupons", true)), 200);
        assertThat(quoted.getLong("totalFen")).isZero();
        assertThat(quoted.getLong("freightDiscountFen")).isPositive();
        var order = placed(place(buyer, lines, quoted.getList("couponIds"), quoted.getString("quoteHash")));

        assertThat(done(buyer.startPayment(order), 200).getString("state")).isEqualTo("PAID");
        buyer.awaitState(order, "TO_SHIP");
        assertThat(hand(buyer).getList("items.state")).containsOnly("USED");
        buyer.cancel(order).then().statusCode(200);

        buyer.awaitState(order, "CLOSED");
        assertThat(hand(buyer).getList("items.id")).containsExactlyInAnyOrder(all, freight);
        assertThat(hand(buyer).getList("items.state")).containsOnly("AVAILABLE");
    }

    @Test
    void an_expired_order_lets_go_and_late_money_takes_the_coupon_again_or_goes_back() {
        var goods = Shop.product(5_000, 10);
        var buyer = Shop.buyer();
        var coupon = claimed(buyer, running(amount(500), Map.of()));
        var lines = List.of(line(goods.sku(), 1));
        var first = order(buyer, lines, coupon);

        var later = buyer.expire(first);
        assertThat(hand(later).getString("items[0].state")).isEqualTo("AVAILABLE");
        SandboxControl.payLate(first.number());
        later.awaitState(first, "TO_SHIP");
        assertThat(hand(later).getString("items[0].state")).isEqualTo("USED");

        later.cancel(first).then().statusCode(200);
        later.awaitState(first, "CLOSED");
        var second = order(later, lines, coupon);
        var evenLater = later.expire(second);
        var third = order(evenLater, lines, coupon);
        SandboxControl.payLate(second.number());

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(evenLater.see(second).getString("refunds[0].settledAt"))
                        .isNotNull());
        assertThat(evenLater.see(second).getString("refunds[0].cause")).isEqualTo("LATE_PAYMENT");
        assertThat(evenLater.see(third).getString("state")).isEqualTo("PENDING_PAYMENT");
        assertThat(hand(evenLater).getString("items[0].state")).isEqualTo("HELD");
    }

    @Test
    void what_cannot_be_used_is_named_with_its_reason() {
        var goods = Shop.product(5_000, 10);
        var buyer = Shop.buyer();
        var lines = List.of(line(goods.sku(), 1));
        var one = claimed(buyer, running(amount(500), Map.of()));
        var twin = claimed(buyer, running(amount(400), Map.of()));
        var dear = claimed(buyer, running(amount(900), Map.of("thresholdFen", 90_000, "stackGroup", "DEAR")));

        var refused = done(quote(buyer, lines, Map.of("couponIds", List.of(one, twin, dear))), 422);
        assertThat(refused.getString("code")).isEqualTo("COUPON_NOT_USABLE");
        assertThat(refused.getList("errors.field")).containsExactly("couponIds[1]", "couponIds[2]");
        assertThat(refused.getList("errors.message")).containsExactly("STACK_GROUP_TAKEN", "BELOW_THRESHOLD");
        var foreign = claimed(Shop.buyer(), running(amount(500), Map.of()));
        var _ = done(quote(buyer, lines, Map.of("couponIds", List.of(foreign))), 404);
        var hash = done(quote(buyer, lines, Map.of("couponIds", List.of(one))), 200)
                .getString("quoteHash");
        assertThat(done(place(buyer, lines, List.of(), hash), 409).getString("code"))
                .as("the hash holds the coupons")
                .isEqualTo("PRICE_CHANGED");
    }

    @Test
    void the_claim_page_says_what_cannot_be_had_and_why() {
        var buyer = Shop.buyer();
        var _ = running(amount(100), Map.of());
        var mine = running(amount(100), Map.of());
        var soon = running(
                amount(100),
                Map.of("claimFrom", SandboxControl.now().plusSeconds(3_600).toString()));
        var _ = claimed(buyer, mine);

        // Others may have laid down theirs at a later hour of the shop.
        var all = done(buyer.asks().get(Vouchers.CLAIMS + "?limit=100"), 200);
        assertThat(all.<String>getList("items.id")).containsSubsequence(soon, mine);
        assertThat(all.getString("items.find { it.id == '" + soon + "' }.reason"))
                .isEqualTo("NOT_YET");
        assertThat(all.getString("items.find { it.id == '" + mine + "' }.reason"))
                .isEqualTo("LIMIT_REACHED");
        var page = done(buyer.asks().get(Vouchers.CLAIMS + "?limit=2"), 200);
        assertThat(page.getList("items")).hasSize(2);
        assertThat(done(claim(buyer, soon), 409).getString("reason")).isEqualTo("NOT_YET");
        assertThat(page.getString("nextCursor")).isNotBlank();
        var _ = done(buyer.asks().get(Vouchers.CLAIMS + "?cursor=" + page.getString("nextCursor")), 200);
        var _ = done(buyer.asks().get(Vouchers.CLAIMS + "?limit=0"), 400);
        var _ = done(buyer.asks().get("/api/mp/v1/me/coupons?limit=0"), 400);
        assertThat(done(buyer.asks().get("/api/mp/v1/me/coupons?state=USED"), 200)
                        .getList("items"))
                .isEmpty();
    }

    @Test
    void a_coupon_runs_out_by_its_time() {
        var goods = Shop.product(5_000, 10);
        var buyer = Shop.buyer();
        var coupon = claimed(buyer, running(amount(500), Map.of("validity", Map.of("days", 1))));
        SandboxControl.advance(Duration.ofDays(1));
        var later = buyer.again();

        assertThat(hand(later).getString("items[0].state")).isEqualTo("EXPIRED");
        var refused = done(quote(later, List.of(line(goods.sku(), 1)), Map.of("couponIds", List.of(coupon))), 422);
        assertThat(refused.getList("errors.message")).containsExactly("EXPIRED");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(kept(coupon)).isEqualTo("EXPIRED"));
    }

    private SoldOrder sold(Placed order) {
        return orders.sold(transactions.reads(), List.of(UUID.fromString(order.id())))
                .await()
                .atMost(PATIENCE)
                .getFirst();
    }

    private static String kept(String coupon) throws SQLException {
        try (var connection = Database.asOwner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select state from promotion_coupon where id = '%s'".formatted(coupon))) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    private static Placed order(Buyer buyer, List<Map<String, Object>> lines, String coupon) {
        var hash = done(quote(buyer, lines, Map.of("couponIds", List.of(coupon))), 200)
                .getString("quoteHash");
        return placed(place(buyer, lines, List.of(coupon), hash));
    }

    private static Placed placed(Response answer) {
        var placed = done(answer, 201);
        return new Placed(placed.getString("id"), placed.getString("orderNo"), placed.getLong("totalFen"));
    }
}
