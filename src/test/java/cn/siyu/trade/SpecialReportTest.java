package cn.siyu.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders that WeChat must not expect within 48 hours: pre-sales and tests (E14). */
@QuarkusTest
class SpecialReportTest {

    private static final String ONE = "/api/admin/v1/orders/{id}/special-report";
    private static final String ALL = "/api/admin/v1/special-reports";

    @AfterEach
    void calm() {
        SandboxControl.reset();
    }

    @Test
    void a_pre_sale_is_told_and_its_promise_counts_instead_of_the_48_hours() {
        var goods = Shop.product(1000, 3);
        var promised = Shop.buyer().buy(goods, 1);
        var test = Shop.buyer().buy(goods, 1);
        var plain = Shop.buyer().buy(goods, 1);
        var shipsBy = inDays(20);

        mark(promised, "PRE_SALE", shipsBy, 0).then().statusCode(200);
        mark(test, "TEST", null, 0).then().statusCode(200);

        awaitState(promised, "TOLD");
        awaitState(test, "TOLD");
        var told = SandboxControl.payment(promised.number()).path("specialReport");
        assertThat(told.path("type").asInt()).isOne();
        assertThat(told.path("delay_to").asLong()).isEqualTo(shipsBy.getEpochSecond());
        assertThat(SandboxControl.payment(test.number())
                        .path("specialReport")
                        .path("type")
                        .asInt())
                .isEqualTo(2);
        SandboxControl.advance(Duration.ofHours(41));
        assertThat(late()).contains(plain.id()).doesNotContain(promised.id(), test.id());
        SandboxControl.advance(Duration.ofDays(18));
        assertThat(late()).contains(promised.id()).doesNotContain(test.id());
        Shop.ship(promised);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(SandboxControl.payment(promised.number())
                                .path("shippingUploads")
                                .asInt())
                        .isOne());
        assertThat(late()).doesNotContain(promised.id());
    }

    @Test
    void silence_is_asked_again_and_a_payment_that_is_not_known_yet_too() {
        var goods = Shop.product(1000, 2);
        var silent = Shop.buyer().buy(goods, 1);
        var early = Shop.buyer().buy(goods, 1);

        SandboxControl.fault("special-order", "ERROR_500_AFTER", 1);
        mark(silent, "TEST", null, 0).then().statusCode(200);
        await().until(() -> !SandboxControl.hasFaults());
        SandboxControl.advance(Duration.ofMinutes(1));
        awaitState(silent, "TOLD");
        SandboxControl.refuse("special-order", 200, "268546002", 1_000);
        mark(early, "TEST", null, 0).then().statusCode(200);
        await().untilAsserted(() -> assertThat(see(early).getString("lastCode")).isEqualTo("268546002"));
        assertThat(see(early).getString("state")).isEqualTo("WAITING");
        SandboxControl.reset();
        SandboxControl.advance(Duration.ofMinutes(1));

        awaitState(early, "TOLD");
    }

    @Test
    void a_no_is_final_until_staff_mark_the_order_again() {
        var order = Shop.buyer().buy(Shop.product(1000, 1), 1);
        SandboxControl.refuse("special-order", 200, "268546001", 1);
        mark(order, "PRE_SALE", inDays(30), 0).then().statusCode(200);
        awaitState(order, "REFUSED");
        var calls = SandboxControl.calls("special-order");

        SandboxControl.advance(Duration.ofHours(41));
        assertThat(late()).contains(order.id());
        assertThat(see(order).getString("lastCode")).isEqualTo("268546001");
        assertThat(Shop.as(Shop.staff("auditor"))
                        .get(ALL + "?state=REFUSED&size=100")
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath()
                        .getList("items.orderId"))
                .contains(order.id());
        assertThat(SandboxControl.calls("special-order")).isEqualTo(calls);
        mark(order, "PRE_SALE", inDays(40), 0).then().statusCode(409);
        mark(order, "PRE_SALE", inDays(40), 1).then().statusCode(200);

        awaitState(order, "TOLD");
        assertThat(see(order).getLong("version")).isEqualTo(2);
        assertThat(late()).doesNotContain(order.id());
        assertThat(audited(order)).contains("order.special");
    }

    @Test
    void what_is_sent_or_called_off_before_wechat_was_told_needs_no_report() {
        var order = Shop.buyer().buy(Shop.product(1000, 1), 1);
        SandboxControl.refuse("special-order", 200, "45009", 1_000);
        mark(order, "TEST", null, 0).then().statusCode(200);
        await().untilAsserted(() -> assertThat(see(order).getInt("tries")).isPositive());
        Shop.ship(order);
        SandboxControl.reset();

        SandboxControl.advance(Duration.ofMinutes(1));

        awaitState(order, "NEEDLESS");
    }

    @Test
    void what_wechat_would_not_take_is_refused() {
        var goods = Shop.product(1000, 3);
        var buyer = Shop.buyer();
        var unpaid = buyer.order(goods, 1);
        var sent = buyer.buy(goods, 1);
        Shop.ship(sent);
        var order = buyer.buy(goods, 1);

        var soon = mark(order, "PRE_SALE", inDays(15), 0);
        soon.then().statusCode(422);
        assertThat(soon.<String>path("code")).isEqualTo("PROMISE_NOT_TAKEN");
        assertThat(soon.<String>path("after")).isNotBlank();
        mark(order, "PRE_SALE", inDays(331), 0).then().statusCode(422);
        mark(order, "PRE_SALE", null, 0).then().statusCode(422);
        mark(order, "TEST", inDays(20), 0).then().statusCode(422);
        mark(order, "TEST", null, 7).then().statusCode(409);
        mark(unpaid, "TEST", null, 0).then().statusCode(409);
        mark(sent, "TEST", null, 0).then().statusCode(409);
        mark(new Placed(UUID.randomUUID().toString(), "", 0), "TEST", null, 0)
                .then()
                .statusCode(404);
        mark(order, "LATER", null, 0).then().statusCode(400);
        Shop.as(Shop.staff("ops")).get(ONE, order.id()).then().statusCode(404);
        Shop.as(Shop.staff("ops")).get(ALL + "?size=0").then().statusCode(400);
        Shop.as(Shop.staff("auditor"))
                .body(Map.of("kind", "TEST", "reason", "x", "version", 0))
                .put(ONE, order.id())
                .then()
                .statusCode(403);
    }

    private static Instant inDays(int days) {
        return SandboxControl.now().plus(Duration.ofDays(days)).minusSeconds(60);
    }

    private static Response mark(Placed order, String kind, @Nullable Instant shipsBy, long version) {
        var body = new HashMap<String, Object>(Map.of("kind", kind, "reason", "新品预售", "version", version));
        if (shipsBy != null) {
            body.put("shipsBy", shipsBy.toString());
        }
        return Shop.as(Shop.staff("ops")).body(body).put(ONE, order.id());
    }

    private static JsonPath see(Placed order) {
        return Shop.as(Shop.staff("ops"))
                .get(ONE, order.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static void awaitState(Placed order, String state) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(see(order).getString("state")).isEqualTo(state));
    }

    private static List<String> late() {
        return Shop.as(Shop.staff("ops"))
                .get("/api/admin/v1/shipping-reports?late=true&size=100")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.orderId");
    }

    private static List<String> audited(Placed order) {
        return Shop.as(Shop.staff("auditor"))
                .get("/api/admin/v1/audit-logs?targetKind=order&targetId=" + order.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.action");
    }
}
