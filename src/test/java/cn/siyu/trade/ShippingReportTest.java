package cn.siyu.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Placed;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What WeChat is told of parcels, and what happens when it does not listen (E12). */
@QuarkusTest
class ShippingReportTest {

    private static final String REPORTS = "/api/admin/v1/shipping-reports";

    @AfterEach
    void calm() {
        SandboxControl.reset();
    }

    @Test
    void one_parcel_is_told_in_one_word() {
        var buyer = Shop.buyer();
        var order = buyer.buy(Shop.product(1000, 2), 2);

        Shop.ship(order, Map.of("carrier", "SF", "trackingNo", "SF100001"))
                .then()
                .statusCode(200);

        awaitState(order, "TOLD");
        var told = told(order);
        assertThat(told.path("delivery_mode").asInt()).isOne();
        assertThat(told.path("order_key").path("order_number_type").asInt()).isEqualTo(2);
        assertThat(told.at("/shipping_list/0/tracking_no").asText()).isEqualTo("SF100001");
        assertThat(told.at("/shipping_list/0/item_desc").asText()).endsWith("×2");
        assertThat(told.at("/shipping_list/0/contact/receiver_contact").asText())
                .matches("1\\d\\d\\*{4}\\d{4}");
        assertThat(told.path("upload_time").asText()).matches(".*\\.\\d{3}\\+08:00");
        assertThat(retry(order).<String>path("code")).isEqualTo("NOTHING_TO_REPORT");
        assertThat(uploads(order)).isOne();
    }

    @Test
    void parcels_are_told_one_by_one_until_nothing_more_leaves() {
        var buyer = Shop.buyer();
        var order = buyer.buy(Shop.product(1000, 3), 3);
        var line = buyer.see(order).getString("lines[0].id");

        Shop.ship(order, parcel(line, "SF200001")).then().statusCode(200);
        awaitState(order, "PART");
        assertThat(told(order).path("is_all_delivered").asBoolean(true)).isFalse();
        Shop.ship(order, parcel(line, "SF200002")).then().statusCode(200);
        buyer.claim(order, "REFUND_ONLY").then().statusCode(201);

        awaitState(order, "TOLD");
        assertThat(told(order).path("delivery_mode").asInt()).isEqualTo(2);
        assertThat(told(order).path("is_all_delivered").asBoolean()).isTrue();
        assertThat(told(order).path("shipping_list")).hasSize(2);
    }

    @Test
    void a_refusal_waits_in_the_list_and_is_tried_again_by_hand() {
        var buyer = Shop.buyer();
        var order = buyer.buy(Shop.product(1000, 1), 1);
        SandboxControl.refuse("shipping", 200, "10060001", 1, transaction(order));

        Shop.ship(order);

        await().untilAsserted(() -> assertThat(entry(order)).containsEntry("lastCode", "10060001"));
        assertThat(entry(order)).containsEntry("state", "WAITING").containsEntry("tries", 1);
        retry(order).then().statusCode(200);
        awaitState(order, "TOLD");
        assertThat(retry(new Placed(UUID.randomUUID().toString(), "", 0)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void an_answer_that_was_lost_does_no_harm() {
        var goods = Shop.product(1000, 2);
        var busy = Shop.buyer().buy(goods, 1);
        var broken = Shop.buyer().buy(goods, 1);

        SandboxControl.fault("shipping", "ERROR_500_AFTER", 1, transaction(busy));
        Shop.ship(busy);
        awaitState(busy, "TOLD");
        SandboxControl.fault("shipping", "RESET", 1, transaction(broken));
        Shop.ship(broken);
        await().until(() -> !SandboxControl.hasFaults());

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(retry(broken).statusCode()).isIn(200, 409);
            assertThat(entry(broken)).containsEntry("state", "TOLD");
        });
        assertThat(uploads(busy)).isOne();
        assertThat(uploads(broken)).isEqualTo(2);
    }

    @Test
    void a_wrong_number_is_corrected_and_told_once() {
        var buyer = Shop.buyer();
        var order = buyer.buy(Shop.product(1000, 2), 2);
        var line = buyer.see(order).getString("lines[0].id");
        var wrong = Shop.ship(order, parcel(line, "SF300001")).<String>path("id");
        Shop.ship(order, parcel(line, "SF300002")).then().statusCode(200);
        awaitState(order, "TOLD");

        correct(order, wrong, "SF300003").then().statusCode(200);
        await().untilAsserted(() -> assertThat(
                        told(order).at("/shipping_list/0/tracking_no").asText())
                .isEqualTo("SF300003"));
        awaitState(order, "TOLD");
        correct(order, wrong, "SF300004").then().statusCode(200);

        assertThat(entry(order)).containsEntry("state", "TOLD").containsEntry("completions", 2);
        assertThat(buyer.asks()
                        .get("/api/mp/v1/orders/{id}/shipments", order.id())
                        .jsonPath()
                        .getList("items.trackingNo"))
                .contains("SF300004");
        assertThat(correct(order, wrong, "SF300002").<String>path("code")).isEqualTo("TRACKING_NUMBER_USED");
        assertThat(correct(order, UUID.randomUUID().toString(), "SF300005").statusCode())
                .isEqualTo(404);
    }

    @Test
    void what_wechat_does_not_know_in_time_makes_the_alarm_ring() {
        var goods = Shop.product(1000, 2);
        var forgotten = Shop.buyer().buy(goods, 1);
        var refused = Shop.buyer().buy(goods, 1);
        SandboxControl.refuse("shipping", 200, "10060001", 1_000, transaction(refused));
        Shop.ship(refused);

        SandboxControl.advance(Duration.ofHours(3));
        assertThat(late()).contains(refused.id()).doesNotContain(forgotten.id());
        SandboxControl.advance(Duration.ofHours(38));

        assertThat(late()).contains(refused.id(), forgotten.id());
        Shop.as(Shop.staff("ops")).get(REPORTS + "?size=0").then().statusCode(400);
    }

    private static List<String> late() {
        return Shop.as(Shop.staff("ops"))
                .get(REPORTS + "?late=true&size=100")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.orderId");
    }

    private static void awaitState(Placed order, String state) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(entry(order)).containsEntry("state", state));
    }

    private static Map<String, Object> entry(Placed order) {
        JsonPath page = Shop.as(Shop.staff("ops")).get(REPORTS + "?size=100").jsonPath();
        return page.<Map<String, Object>>getList("items").stream()
                .filter(each -> order.id().equals(each.get("orderId")))
                .findFirst()
                .orElse(Map.of());
    }

    private static JsonNode told(Placed order) {
        return SandboxControl.payment(order.number()).path("shippingReport");
    }

    /** WeChat's number of the payment, by which a report names it. */
    private static String transaction(Placed order) {
        return SandboxControl.payment(order.number()).path("transactionId").asText();
    }

    private static int uploads(Placed order) {
        return SandboxControl.payment(order.number()).path("shippingUploads").asInt();
    }

    private static Response retry(Placed order) {
        return Shop.as(Shop.staff("ops")).post(REPORTS + "/{id}/retry", order.id());
    }

    private static Response correct(Placed order, String shipment, String trackingNo) {
        return Shop.as(Shop.staff("ops"))
                .body(Map.of("carrier", "SF", "trackingNo", trackingNo, "reason", "录入有误"))
                .post("/api/admin/v1/orders/{id}/shipments/{shipment}/correct", order.id(), shipment);
    }

    private static Map<String, Object> parcel(String line, String number) {
        return Map.of(
                "carrier", "SF", "trackingNo", number, "lines", List.of(Map.of("orderLineId", line, "quantity", 1)));
    }
}
