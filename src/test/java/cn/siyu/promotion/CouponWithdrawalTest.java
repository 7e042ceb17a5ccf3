package cn.siyu.promotion;

import static cn.siyu.promotion.Vouchers.amount;
import static cn.siyu.promotion.Vouchers.claimed;
import static cn.siyu.promotion.Vouchers.done;
import static cn.siyu.promotion.Vouchers.hand;
import static cn.siyu.promotion.Vouchers.place;
import static cn.siyu.promotion.Vouchers.quote;
import static cn.siyu.promotion.Vouchers.running;
import static cn.siyu.testing.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.testing.Database;
import cn.siyu.testing.Invariants;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Goods;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An order with a coupon goes back piece by piece: to the fen, and its coupon with the last piece and not before (H3). */
@QuarkusTest
class CouponWithdrawalTest {

    private static final long OFF = 1_000;

    @Inject
    ShopClock clock;

    @AfterEach
    void money_stock_and_coupons_agree() throws SQLException {
        SandboxControl.reset();
        assertAllAgree();
    }

    private void assertAllAgree() throws SQLException {
        try (var connection = Database.asOwner()) {
            for (var name : List.of("INV-01", "INV-02", "INV-03", "INV-05", "INV-12")) {
                assertThat(Invariants.offenders(connection, name, clock.instant()))
                        .as(name)
                        .isEmpty();
            }
        }
    }

    @Test
    void a_unit_is_called_off_the_rest_is_sent_and_comes_back_and_then_the_coupon_does() throws SQLException {
        var goods = Shop.product(3_333, 5, 2, "SEVEN_DAYS");
        var buyer = Shop.buyer();
        var order = bought(buyer, goods);
        var first = lineOf(buyer, order, goods.skus().get(0));
        var second = lineOf(buyer, order, goods.skus().get(1));

        // Two units that cost 6666 less 667, and one of 3333 less 333.
        var dropped = withdraw(order, first, 1);
        assertThat(dropped.amount()).isEqualTo(3_000);
        settled(buyer, dropped);
        assertCoupon(buyer, "USED");
        assertAllAgree();
        Shop.ship(order);
        buyer.confirmReceipt(order).then().statusCode(200);
        assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(3_000);

        var one = returned(buyer, order, first, 1);
        assertThat(one.amount()).isEqualTo(2_999);
        settled(buyer, one);
        assertCoupon(buyer, "USED");
        assertAllAgree();
        var last = returned(buyer, order, second, 1);
        assertThat(last.amount()).isEqualTo(3_000);
        settled(buyer, last);

        buyer.awaitState(order, "CLOSED");
        assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(3 * 3_333 - OFF);
        assertCoupon(buyer, "AVAILABLE");
    }

    @Test
    void called_off_in_two_parts_the_last_takes_freight_and_coupon_with_it() throws SQLException {
        var goods = Shop.product(3_333, 5, 2, "SEVEN_DAYS");
        var buyer = Shop.buyer();
        var order = bought(buyer, goods);

        var part = withdraw(order, lineOf(buyer, order, goods.skus().get(1)), 1);
        assertThat(part.amount()).isEqualTo(3_000);
        settled(buyer, part);
        assertCoupon(buyer, "USED");
        assertAllAgree();
        var rest = withdraw(order, lineOf(buyer, order, goods.skus().get(0)), 2);
        assertThat(rest.amount()).isEqualTo(order.totalFen() - 3_000);
        settled(buyer, rest);

        buyer.awaitState(order, "CLOSED");
        assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(order.totalFen());
        assertCoupon(buyer, "AVAILABLE");
    }

    /** Two of the first and one of the second, with a coupon. */
    private static Placed bought(Buyer buyer, Goods goods) {
        var coupon = claimed(buyer, running(amount(OFF), Map.of()));
        var lines = List.of(line(goods.skus().get(0), 2), line(goods.skus().get(1), 1));
        var quoted = done(quote(buyer, lines, Map.of("couponIds", List.of(coupon))), 200);
        assertThat(quoted.getList("lines.discountFen", Long.class)).containsExactly(667L, 333L);
        var placed = done(place(buyer, lines, List.of(coupon), quoted.getString("quoteHash")), 201);
        return buyer.pay(new Placed(placed.getString("id"), placed.getString("orderNo"), placed.getLong("totalFen")));
    }

    private static void assertCoupon(Buyer buyer, String state) {
        assertThat(hand(buyer).getString("items[0].state")).isEqualTo(state);
    }

    /** A claim and what goes back for it. */
    private record Back(String id, long amount) {}

    private static Back withdraw(Placed order, String line, int units) {
        var answer = Shop.as(Shop.staff("support"))
                .header("Idempotency-Key", Shop.key())
                .body(Map.of("lines", lines(line, units), "reason", "缺货"))
                .post("/api/admin/v1/orders/{id}/withdrawals", order.id());
        var made = done(answer, 201);
        return new Back(made.getString("id"), made.getLong("amountFen"));
    }

    private static Back returned(Buyer buyer, Placed order, String line, int units) {
        var made = done(buyer.claim(order, "RETURN_REFUND", lines(line, units)), 201);
        Shop.decide(made.getString("id"), "receive").then().statusCode(200);
        return new Back(made.getString("id"), made.getLong("amountFen"));
    }

    /** Refunds of one payment are at least a minute apart. */
    private static void settled(Buyer buyer, Back back) {
        buyer.awaitAfterSale(back.id(), "DONE");
        SandboxControl.advance(Duration.ofMinutes(2));
    }

    private static List<Map<String, Object>> lines(String line, int units) {
        return List.of(Map.of("orderLineId", line, "quantity", units));
    }

    private static String lineOf(Buyer buyer, Placed order, String sku) {
        return buyer.see(order).getString("lines.find { it.skuId == '" + sku + "' }.id");
    }
}
