package cn.siyu.trade;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Staff change what an unpaid order costs. */
@QuarkusTest
class PriceDeskTest {

    private static final String DESK = "/api/admin/v1/price-adjustments";

    @AfterEach
    void calm() {
        SandboxControl.reset();
    }

    @Test
    void a_payment_that_was_begun_is_closed_and_the_new_price_has_a_new_number() {
        var goods = Shop.product(1000, 9, 3, "SEVEN_DAYS");
        var buyer = Shop.buyer();
        var order =
                buyer.order(goods.skus().stream().map(sku -> Shop.line(sku, 1)).toList());
        var freight = buyer.see(order).getLong("freightFen");
        buyer.startPayment(order).then().statusCode(200);

        var done = adjust("support", order, 2000, freight, version(buyer, order));

        done.then().statusCode(200);
        assertThat(done.<String>path("state")).isEqualTo("DONE");
        assertThat(SandboxControl.payment(order.number()).path("state").asText())
                .isEqualTo("CLOSED");
        assertThat(buyer.see(order).getLong("totalFen")).isEqualTo(2000 + freight);
        assertThat(buyer.see(order).getList("lines.amountFen", Long.class).stream()
                        .mapToLong(fen -> fen)
                        .sum())
                .isEqualTo(2000);
        assertThat(buyer.pay(order).id()).isEqualTo(order.id());
        assertThat(SandboxControl.payment(order.number() + "-2")
                        .path("totalFen")
                        .asLong())
                .isEqualTo(2000 + freight);
        assertThat(own(buyer, order).jsonPath().getLong("items[0].beforeTotalFen"))
                .isEqualTo(order.totalFen());
        assertThat(adjust("support", order, 1000, freight, version(buyer, order))
                        .statusCode())
                .isEqualTo(409);
        assertThat(own(Shop.buyer(), order).statusCode()).isEqualTo(404);
        Shop.ship(order);
        buyer.confirmReceipt(order).then().statusCode(200);
        assertThat(buyer.claim(order, "RETURN_REFUND", 1).<Integer>path("amountFen"))
                .isBetween(666, 667);
    }

    @Test
    void a_large_change_waits_for_a_second_person() {
        var buyer = Shop.buyer();
        var order = buyer.order(Shop.product(50_000, 2), 1);

        var proposed = adjust("finance", order, 30_000, 0, 0);
        var id = proposed.<String>path("id");

        assertThat(proposed.<String>path("state")).isEqualTo("PROPOSED");
        assertThat(buyer.see(order).getLong("totalFen")).isEqualTo(order.totalFen());
        assertThat(adjust("finance", order, 49_000, 0, 0).<String>path("code")).isEqualTo("ADJUSTMENT_PROPOSED");
        assertThat(decide("finance", id, "approve").<String>path("code")).isEqualTo("OTHER_PERSON_NEEDED");
        assertThat(Shop.as(Shop.staff("finance"))
                        .get(DESK + "?state=PROPOSED&size=100")
                        .jsonPath()
                        .getList("items.id"))
                .contains(id);
        assertThat(decide("admin", id, "approve").<String>path("state")).isEqualTo("DONE");
        assertThat(decide("admin", id, "reject").statusCode()).isEqualTo(409);
        assertThat(buyer.see(order).getLong("totalFen")).isEqualTo(30_000);
        assertThat(buyer.pay(order).id()).isEqualTo(order.id());
    }

    @Test
    void goods_cost_no_more_than_agreed_and_nothing_becomes_free() {
        var buyer = Shop.buyer();
        var order = buyer.order(Shop.product(1000, 2), 1);

        assertThat(adjust("support", order, 1001, 0, 0).<String>path("code")).isEqualTo("PRICE_TOO_HIGH");
        assertThat(adjust("support", order, 0, 0, 0).<String>path("code")).isEqualTo("PRICE_TOO_LOW");
        assertThat(adjust("support", order, -1, 0, 0).statusCode()).isEqualTo(400);
        assertThat(adjust("support", order, 900, 0, 7).statusCode()).isEqualTo(409);
        assertThat(adjust("support", new Placed(UUID.randomUUID().toString(), "", 0), 900, 0, 0)
                        .statusCode())
                .isEqualTo(404);
        adjust("support", order, 500, 0, 0).then().statusCode(200);
        adjust("support", order, 1000, 1200, 1).then().statusCode(200);
        assertThat(buyer.see(order).getLong("totalFen")).isEqualTo(2200);
        assertThat(own(buyer, order).jsonPath().getList("items.totalFen", Long.class))
                .isEqualTo(List.of(500L, 2200L));
        var large = adjust("support", order, 1000, 90_000, 2).<String>path("id");
        decide("support", large, "reject").then().statusCode(200);
        assertThat(decide("admin", UUID.randomUUID().toString(), "approve").statusCode())
                .isEqualTo(404);
        Shop.as(Shop.staff("finance")).get(DESK + "?size=0").then().statusCode(400);
    }

    private static long version(Buyer buyer, Placed order) {
        return buyer.see(order).getLong("version");
    }

    private static Response own(Buyer buyer, Placed order) {
        return buyer.asks().get("/api/mp/v1/orders/{id}/price-adjustments", order.id());
    }

    private static Response adjust(String role, Placed order, long goods, long freight, long version) {
        return Shop.as(Shop.staff(role))
                .body(Map.of("goodsFen", goods, "freightFen", freight, "reason", "老客优惠", "version", version))
                .post("/api/admin/v1/orders/{id}/price-adjustments", order.id());
    }

    private static Response decide(String role, String id, String command) {
        return Shop.as(Shop.staff(role)).post(DESK + "/{id}/{command}", id, command);
    }
}
