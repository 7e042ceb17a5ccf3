package cn.siyu.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.payment.Payments;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Money and time: every captured payment ends in one live order or one full refund (P3). A WeChat that does not know a number
 * yet, because its prepay is still on the way, is how a payment can come after the end of its order.
 */
@QuarkusTest
class LateMoneyTest {

    private static final Duration AFTER_EXPIRY = Duration.ofMinutes(16);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Payments payments;

    @AfterEach
    void calm() {
        SandboxControl.reset();
    }

    @Test
    void an_order_that_nobody_pays_expires_and_its_stock_is_free() {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var order = buyer.order(goods, 1);

        SandboxControl.advance(AFTER_EXPIRY);

        var later = buyer.again();
        later.awaitState(order, "CANCELLED");
        assertThat(later.see(order).getString("cancelledBy")).isEqualTo("EXPIRED");
        assertThat(Shop.buyer().order(goods, 1).id()).isNotEqualTo(order.id());
    }

    @Test
    void nobody_starts_to_pay_in_the_last_minute() {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var order = buyer.order(goods, 1);

        SandboxControl.advance(Duration.ofMinutes(14).plusSeconds(30));

        var later = buyer.again();
        var answer = later.startPayment(order);
        answer.then().statusCode(409);
        assertThat(answer.<String>path("code")).isEqualTo("PAY_WINDOW_OVER");
    }

    @Test
    void money_after_the_members_own_cancellation_goes_back_in_full() {
        var goods = Shop.product(1000, 5);
        var buyer = Shop.buyer();
        var order = buyer.order(goods, 1);
        buyer.startPayment(order).then().statusCode(200);
        SandboxControl.refuse("query", 404, "ORDER_NOT_EXIST", 5, order.number());
        buyer.cancel(order).then().statusCode(200);
        SandboxControl.reset();

        SandboxControl.payLate(order.number());

        awaitRefund(buyer, order, "LATE_PAYMENT");
        assertThat(buyer.see(order).getString("state")).isEqualTo("CANCELLED");
        assertThat(SandboxControl.refund("R" + order.number() + "-LATE")
                        .path("status")
                        .asText())
                .isEqualTo("SUCCESS");
    }

    @Test
    void money_after_expiry_revives_the_order_while_its_stock_can_be_had() {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var order = buyer.order(goods, 1);
        var later = buyer.expire(order);

        SandboxControl.payLate(order.number());

        later.awaitState(order, "TO_SHIP");
        assertThat(later.see(order).getList("refunds")).isEmpty();
    }

    @Test
    void money_after_expiry_goes_back_when_somebody_else_has_bought_the_last_unit() {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var order = buyer.order(goods, 1);
        var later = buyer.expire(order);
        var luckier = Shop.buyer();
        var taken = luckier.buy(goods, 1);

        SandboxControl.payLate(order.number());

        awaitRefund(later, order, "LATE_PAYMENT");
        assertThat(later.see(order).getString("state")).isEqualTo("CANCELLED");
        assertThat(luckier.see(taken).getString("state")).isEqualTo("TO_SHIP");
    }

    @Test
    void the_shop_learns_of_money_even_when_every_notification_is_lost() {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var order = buyer.order(goods, 1);
        SandboxControl.notifyMode("DROP");

        buyer.payAt(order);
        SandboxControl.advance(Duration.ofSeconds(90));

        buyer.awaitState(order, "TO_SHIP");
    }

    @Test
    void expiry_finds_out_that_the_order_was_paid() {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var order = buyer.order(goods, 1);
        SandboxControl.notifyMode("DROP");
        buyer.payAt(order);

        SandboxControl.advance(AFTER_EXPIRY);

        buyer.again().awaitState(order, "TO_SHIP");
    }

    @Test
    void an_order_that_is_paid_twice_keeps_the_first_payment_and_gives_the_second_back() {
        var goods = Shop.product(1000, 2);
        var buyer = Shop.buyer();
        var order = buyer.order(goods, 1);
        buyer.startPayment(order).then().statusCode(200);
        SandboxControl.refuse("query", 404, "ORDER_NOT_EXIST", 5, order.number());
        assertThat(payments.close(UUID.fromString(order.id())).await().atMost(PATIENCE))
                .isEqualTo(Payments.Closing.CLOSED);
        SandboxControl.reset();

        var paid = buyer.pay(order);
        SandboxControl.payLate(order.number());

        awaitRefund(buyer, paid, "DOUBLE_PAYMENT");
        assertThat(buyer.see(order).getString("state")).isEqualTo("TO_SHIP");
        assertThat(buyer.see(order).getLong("refundedFen")).isZero();
    }

    @Test
    void an_order_is_not_cancelled_while_wechat_does_not_answer() {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var order = buyer.order(goods, 1);
        buyer.startPayment(order).then().statusCode(200);
        SandboxControl.fault("query", "ERROR_500", 20, order.number());

        var answer = buyer.cancel(order);

        answer.then().statusCode(503);
        assertThat(buyer.see(order).getString("state")).isEqualTo("PENDING_PAYMENT");
        SandboxControl.reset();
        buyer.cancel(order).then().statusCode(200);
        assertThat(buyer.see(order).getString("state")).isEqualTo("CANCELLED");
    }

    private static void awaitRefund(Buyer buyer, Placed order, String cause) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var seen = buyer.see(order);
            assertThat(seen.getList("refunds.cause")).containsExactly(cause);
            assertThat(seen.getLong("refunds[0].amountFen")).isEqualTo(order.totalFen());
            assertThat(seen.getString("refunds[0].settledAt")).isNotNull();
        });
    }
}
