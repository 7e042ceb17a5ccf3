package cn.siyu.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.payment.Till;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Goods;
import cn.siyu.testing.Shop.Placed;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However often, however late and however badly WeChat tells of a payment: one live order, and both books name one sum. */
@QuarkusTest
class MoneyOnceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Till till;

    private Goods goods = new Goods("", List.of(), List.of());
    private Buyer buyer = new Buyer("", "", "");

    @BeforeEach
    void open() {
        goods = Shop.product(1_000, 3);
        buyer = Shop.buyer();
    }

    @AfterEach
    void calm() {
        Till.asOwner("grant insert on payment_notification to siyu_app");
        SandboxControl.reset();
    }

    @Test
    void told_ten_times_the_order_is_paid_once() {
        SandboxControl.duplicateNotifications(10, false);

        var order = buyer.buy(goods, 1);

        paidOnce(order);
    }

    @Test
    void told_by_twenty_at_once_the_order_is_paid_once() {
        SandboxControl.notifyMode("DROP");
        var order = buyer.order(goods, 1);
        buyer.payAt(order);

        var statuses = SandboxControl.redeliver(order.number(), "NORMAL", 20, true);

        assertThat(statuses)
                .hasSize(20)
                .allSatisfy(status -> assertThat(status.asInt()).isEqualTo(204));
        buyer.awaitState(order, "TO_SHIP");
        paidOnce(order);
    }

    @Test
    void told_again_after_the_refund_the_money_stays_back() {
        var order = buyer.buy(goods, 1);
        var claim = buyer.claim(order, "REFUND_ONLY");
        claim.then().statusCode(201);
        buyer.awaitAfterSale(claim.path("id"), "DONE");

        var statuses = SandboxControl.redeliver(order.number(), "NORMAL", 10, true);

        assertThat(statuses).allSatisfy(status -> assertThat(status.asInt()).isEqualTo(204));
        assertThat(buyer.see(order).getList("refunds")).hasSize(1);
        assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(order.totalFen());
        till.awaitEqualBooks(order.number());
        assertThat(till.ledgerFen(order.number())).isZero();
    }

    /** The shop answers 500 four times, because it cannot keep the letter; the fifth delivery comes 180 s after the fourth. */
    @Test
    void four_times_not_taken_the_fifth_delivery_makes_the_order_paid() {
        Till.asOwner("revoke insert on payment_notification from siyu_app");
        SandboxControl.fault("query", "ERROR_500", 1_000);
        var order = buyer.order(goods, 1);
        buyer.payAt(order);

        for (var pause : List.of(15, 15, 30)) {
            awaitDeliveries(order, 1);
            var before = deliveries(order).size();
            SandboxControl.advance(Duration.ofSeconds(pause + 1));
            awaitDeliveries(order, before + 1);
        }
        assertThat(deliveries(order))
                .hasSize(4)
                .allSatisfy(delivery ->
                        assertThat(delivery.path("httpStatus").asInt()).isEqualTo(500));
        assertThat(buyer.see(order).getString("state")).isEqualTo("PENDING_PAYMENT");
        Till.asOwner("grant insert on payment_notification to siyu_app");
        SandboxControl.advance(Duration.ofSeconds(181));

        buyer.awaitState(order, "TO_SHIP");
        assertThat(deliveries(order).stream()
                        .skip(1)
                        .map(delivery -> delivery.path("delaySeconds").asInt()))
                .containsExactly(15, 15, 30, 180);
        paidOnce(order);
    }

    private void paidOnce(Placed order) {
        var seen = buyer.see(order);
        assertThat(seen.getString("state")).isEqualTo("TO_SHIP");
        assertThat(seen.getList("refunds")).isEmpty();
        till.awaitEqualBooks(order.number());
        assertThat(till.ledgerFen(order.number())).isEqualTo(order.totalFen());
    }

    private static void awaitDeliveries(Placed order, int least) {
        await().atMost(PATIENCE).until(() -> deliveries(order).size() >= least);
    }

    private static List<JsonNode> deliveries(Placed order) {
        var all = new ArrayList<JsonNode>();
        SandboxControl.notifications(order.number())
                .forEach(notification -> notification.path("attempts").forEach(all::add));
        return all;
    }
}
