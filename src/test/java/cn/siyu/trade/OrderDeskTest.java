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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orders as staff find, send, note and refund them. */
@QuarkusTest
class OrderDeskTest {

    private static final String ORDERS = "/api/admin/v1/orders";

    @AfterEach
    void calm() {
        SandboxControl.reset();
    }

    @Test
    void staff_find_an_order_by_its_number_and_see_as_much_of_the_address_as_they_need() {
        var buyer = Shop.buyer();
        var order = buyer.order(Shop.product(1000, 1), 1);

        var found = Shop.as(Shop.staff("finance"))
                .get(ORDERS + "?orderNo=" + order.number())
                .jsonPath();
        var support = see("support", order);
        var finance = see("finance", order);

        assertThat(found.getList("items.id")).containsExactly(order.id());
        assertThat(found.getLong("total")).isOne();
        var phone = support.getString("order.address.phone");
        assertThat(phone).matches("1[0-9]{10}");
        assertThat(finance.getString("order.address.phone")).isEqualTo("*******" + phone.substring(7));
        assertThat(finance.getString("order.address.recipient")).isEqualTo("王**");
        Shop.as(Shop.staff("finance")).get(ORDERS + "?size=101").then().statusCode(400);
        Shop.as(buyer.token()).get(ORDERS).then().statusCode(403);
    }

    @Test
    void the_export_has_every_matching_order() {
        var buyer = Shop.buyer();
        var goods = Shop.product(1000, 5);
        var first = buyer.order(goods, 1);
        var second = buyer.order(goods, 2);
        var member = see("support", first).getString("memberId");

        var csv = Shop.as(Shop.staff("finance")).accept("text/csv").get(ORDERS + "/export?memberId=" + member);

        csv.then().statusCode(200);
        assertThat(csv.asString().strip().lines()).hasSize(3);
        assertThat(csv.asString()).contains(first.number(), second.number()).doesNotContain("王小明");
        Shop.as(buyer.token()).accept("text/csv").get(ORDERS + "/export").then().statusCode(403);
    }

    @Test
    void a_note_is_seen_by_staff_alone() {
        var buyer = Shop.buyer();
        var order = buyer.order(Shop.product(1000, 1), 1);

        var noted =
                Shop.as(Shop.staff("support")).body(Map.of("text", "顾客来电")).post(ORDERS + "/{id}/notes", order.id());

        noted.then().statusCode(200);
        assertThat(noted.jsonPath().getList("notes.text")).containsExactly("顾客来电");
        Shop.as(Shop.staff("support"))
                .body(Map.of("text", " "))
                .post(ORDERS + "/{id}/notes", order.id())
                .then()
                .statusCode(400);
        assertThat(buyer.asks().get("/api/mp/v1/orders/{id}", order.id()).asString())
                .doesNotContain("顾客来电");
    }

    @Test
    void an_order_leaves_in_parcels() {
        var goods = Shop.product(1000, 5);
        var buyer = Shop.buyer();
        var order = buyer.buy(goods, 3);
        var line = buyer.see(order).getString("lines[0].id");

        Shop.ship(order, parcel(line, 1)).then().statusCode(200);
        assertThat(buyer.see(order).getString("state")).isEqualTo("PARTLY_SHIPPED");
        assertThat(Shop.ship(order, parcel(line, 3)).<String>path("code")).isEqualTo("PARCEL_TOO_LARGE");
        Shop.ship(order);

        assertThat(buyer.see(order).getString("state")).isEqualTo("SHIPPED");
        assertThat(buyer.asks()
                        .get("/api/mp/v1/orders/{id}/shipments", order.id())
                        .jsonPath()
                        .getList("items"))
                .hasSize(2);
        assertThat(Shop.ship(order, parcel(line, 1)).statusCode()).isIn(409, 422);
        Shop.ship(order, Map.of("carrier", "顺丰", "trackingNo", "1")).then().statusCode(400);
    }

    @Test
    void the_rest_of_a_partly_shipped_order_is_called_off() {
        var goods = Shop.product(1000, 3);
        var buyer = Shop.buyer();
        var order = buyer.buy(goods, 3);
        Shop.ship(order, parcel(buyer.see(order).getString("lines[0].id"), 1))
                .then()
                .statusCode(200);

        String claim = buyer.claim(order, "REFUND_ONLY")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        buyer.awaitAfterSale(claim, "DONE");
        assertThat(buyer.see(order).getString("state")).isEqualTo("SHIPPED");
        assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(2000);
        assertThat(Shop.buyer().order(goods, 2).totalFen()).isPositive();
    }

    @Test
    void many_parcels_are_sent_from_a_file_that_can_be_mended_and_sent_again() {
        var goods = Shop.product(1000, 9, 2, "SEVEN_DAYS");
        var buyer = Shop.buyer();
        var whole = buyer.buy(goods, 1);
        var parts = buyer.pay(
                buyer.order(goods.skus().stream().map(sku -> Shop.line(sku, 2)).toList()));
        var head = "orderNo,carrier,trackingNo,skuCode,quantity\n";
        var good = whole.number() + ",SF,SF0000001,,\n"
                + parts.number() + ",YTO,YT0000001," + goods.codes().get(0) + ",2\n"
                + parts.number() + ",YTO,YT0000001," + goods.codes().get(1) + ",1\n";
        var bad = "260101000000000nosuchno,SF,SF0000002,,\n" + parts.number() + ",SF,S!,,\n";

        var job = importFile(head + good + bad);
        var again = importFile(head + good);

        assertThat(job.getLong("failed")).isEqualTo(2);
        assertThat(again.getLong("failed")).isZero();
        assertThat(buyer.see(whole).getString("state")).isEqualTo("SHIPPED");
        assertThat(buyer.see(parts).getString("state")).isEqualTo("PARTLY_SHIPPED");
        var errors = errors(job.getString("id"));
        assertThat(errors).contains("260101000000000nosuchno", "S!").doesNotContain("SF0000001");
        assertThat(importFile(errors.replace("260101000000000nosuchno", whole.number())
                                .replace("SF0000002", "SF0000001")
                                .replace("S!", "S99999"))
                        .getLong("failed"))
                .isZero();
        assertThat(buyer.see(parts).getString("state")).isEqualTo("SHIPPED");
    }

    @Test
    void an_empty_file_is_refused() {
        Shop.as(Shop.staff("ops"))
                .contentType("text/csv")
                .body("")
                .post("/api/admin/v1/shipment-imports")
                .then()
                .statusCode(400);
    }

    @Test
    void goodwill_is_at_most_what_was_paid_and_given_once_for_its_key() {
        var buyer = Shop.buyer();
        var order = buyer.buy(Shop.product(1000, 1), 1);
        Shop.ship(order);
        var key = Shop.key();

        var first = refund(order, key, 300);
        var second = refund(order, key, 300);
        var tooMuch = refund(order, Shop.key(), order.totalFen());

        first.then().statusCode(201);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(tooMuch.<String>path("code")).isEqualTo("REFUND_TOO_LARGE");
        await().untilAsserted(() ->
                assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(300));
        assertThat(buyer.see(order).getString("state")).isEqualTo("SHIPPED");
        Shop.as(Shop.staff("ops"))
                .header("Idempotency-Key", Shop.key())
                .body(Map.of("amountFen", 1, "reason", "x"))
                .post(ORDERS + "/{id}/refund", order.id())
                .then()
                .statusCode(403);
    }

    @Test
    void all_of_an_unsent_order_given_back_closes_it_and_frees_its_stock() {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var order = buyer.buy(goods, 1);

        refund(order, Shop.key(), order.totalFen()).then().statusCode(201);

        buyer.awaitState(order, "CLOSED");
        assertThat(Shop.buyer().order(goods, 1).totalFen()).isPositive();
    }

    @Test
    void time_receives_and_completes_what_nobody_confirms() {
        var buyer = Shop.buyer();
        var order = buyer.buy(Shop.product(1000, 1), 1);
        Shop.ship(order);

        SandboxControl.advance(Duration.ofDays(10).plusMinutes(1));
        buyer.again().awaitState(order, "RECEIVED");
        SandboxControl.advance(Duration.ofDays(7).plusMinutes(1));

        buyer.again().awaitState(order, "COMPLETED");
    }

    @Test
    void an_order_that_does_not_exist_is_not_found() {
        var nothing = UUID.randomUUID().toString();

        Shop.as(Shop.staff("support")).get(ORDERS + "/{id}", nothing).then().statusCode(404);
        Shop.ship(new Placed(nothing, "", 0), Map.of("carrier", "SF", "trackingNo", "SF1234"))
                .then()
                .statusCode(404);
        refund(new Placed(nothing, "", 0), Shop.key(), 1).then().statusCode(404);
        refund(Shop.buyer().order(Shop.product(1000, 1), 1), Shop.key(), 1)
                .then()
                .statusCode(409);
    }

    private static Response refund(Placed order, String key, long fen) {
        return Shop.as(Shop.staff("finance"))
                .header("Idempotency-Key", key)
                .body(Map.of("amountFen", fen, "reason", "包装破损"))
                .post(ORDERS + "/{id}/refund", order.id());
    }

    private static JsonPath see(String role, Placed order) {
        return Shop.as(Shop.staff(role))
                .get(ORDERS + "/{id}", order.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Map<String, Object> parcel(String line, int quantity) {
        return Map.of(
                "carrier",
                "SF",
                "trackingNo",
                "SF" + System.nanoTime(),
                "lines",
                List.of(Map.of("orderLineId", line, "quantity", quantity)));
    }

    private static JsonPath importFile(String csv) {
        String job = Shop.as(Shop.staff("ops"))
                .contentType("text/csv; charset=utf-8")
                .body(csv)
                .post("/api/admin/v1/shipment-imports")
                .then()
                .statusCode(202)
                .extract()
                .path("jobId");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(job(job).getString("state")).isEqualTo("DONE"));
        return job(job);
    }

    private static JsonPath job(String id) {
        return Shop.as(Shop.staff("ops")).get("/api/admin/v1/jobs/{id}", id).jsonPath();
    }

    private static String errors(String job) {
        return Shop.as(Shop.staff("ops"))
                .accept("text/csv")
                .get("/api/admin/v1/jobs/{id}/files/errors.csv", job)
                .asString();
    }
}
