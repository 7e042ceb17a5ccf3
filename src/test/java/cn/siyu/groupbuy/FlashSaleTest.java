package cn.siyu.groupbuy;

import static cn.siyu.testing.Shop.as;
import static cn.siyu.testing.Shop.key;
import static cn.siyu.testing.Shop.staff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Goods;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Flash sales over HTTP: written, announced, sold out, never more than there are (B26). */
@QuarkusTest
class FlashSaleTest {

    private static final String DESK = "/api/admin/v1/flash-sales";
    private static final String SALES = "/api/mp/v1/flash-sales";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_session_is_announced_begins_sells_within_limits_and_is_paid_like_any_order() {
        var goods = Shop.product(1_000, 20);
        var now = SandboxControl.now();
        var sale = published(
                goods, 5, Map.of("startsAt", now.plus(Duration.ofMinutes(5)).toString()));
        assertThat(as(Shop.buyer().token()).get(SALES + "?limit=100").jsonPath().getList("items.id"))
                .contains(sale);
        assertThat(order(Shop.buyer(), sale, goods, 1).<String>path("code")).isEqualTo("FLASH_SALE_NOT_RUNNING");
        as(Shop.buyer().token()).get(SALES + "?limit=0").then().statusCode(400);

        SandboxControl.advance(Duration.ofMinutes(6));
        awaitState(sale, "RUNNING");
        var buyer = Shop.buyer();
        var page = as(buyer.token())
                .get(SALES + "/{id}", sale)
                .then()
                .statusCode(200)
                .header("Server-Time", notNullValue())
                .extract()
                .jsonPath();
        assertThat(page.getLong("items[0].flashPriceFen")).isEqualTo(500);
        assertThat(page.getLong("items[0].ordinaryPriceFen")).isEqualTo(1_000);
        assertThat(page.getString("items[0].availability")).isEqualTo("LOW");
        var wish = wish(buyer, sale, goods, 2);
        var key = key();
        var answer = buy(buyer, sale, wish, key).then().statusCode(201).extract();
        assertThat(buy(buyer, sale, wish, key).asString()).isEqualTo(answer.asString());
        assertThat(order(buyer, sale, goods, 1).<String>path("code")).isEqualTo("FLASH_SALE_LIMIT");
        assertThat(order(Shop.buyer(), sale, goods, 3).<String>path("code")).isEqualTo("FLASH_SALE_QUANTITY");
        quote(Shop.buyer(), sale, goods, 3)
                .then()
                .statusCode(422)
                .body("code", equalTo("FLASH_SALE_QUANTITY"))
                .body("errors[0].field", equalTo("quantity"));

        var order = new Placed(answer.path("orderId"), answer.path("orderNo"), answer.<Integer>path("totalFen"));
        var _ = buyer.pay(order);
        assertThat(desk(sale).getInt("items[0].left")).isEqualTo(3);
        var taken = as(staff("auditor"))
                .get(DESK + "/{id}/orders", sale)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(taken.getList("items.state")).containsExactly("PAID");
        as(staff("auditor"))
                .get(DESK + "/{id}/orders", UUID.randomUUID())
                .then()
                .statusCode(404);
    }

    @Test
    void many_at_once_get_exactly_what_there_is_and_what_is_let_go_is_sold_again() throws Exception {
        var goods = Shop.product(1_000, 20);
        var sale = published(goods, 3, Map.of());
        var buyers = IntStream.range(0, 8).mapToObj(_ -> Shop.buyer()).toList();
        var wishes = buyers.stream().map(each -> wish(each, sale, goods, 1)).toList();
        List<Integer> statuses;
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = IntStream.range(0, 8)
                    .mapToObj(i -> all.submit(() -> buy(buyers.get(i), sale, wishes.get(i), key())))
                    .toList();
            statuses = answers.stream().map(each -> status(each)).toList();
        }
        assertThat(statuses).filteredOn(status -> status == 201).hasSize(3);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(5);
        assertThat(order(Shop.buyer(), sale, goods, 1).<String>path("code")).isEqualTo("STOCK_SHORT");

        SandboxControl.advance(Duration.ofMinutes(16));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(desk(sale).getInt("items[0].left")).isEqualTo(3));
        // What is free again is on sale within a second: so old may be what the gate knows.
        var late = buyers.getFirst().again();
        await().atMost(PATIENCE).until(() -> order(late, sale, goods, 1).statusCode() == 201);
    }

    @Test
    void staff_write_change_pause_and_stop_it_and_what_is_left_goes_back() {
        var goods = Shop.product(1_000, 10);
        var wanted = request(goods, 6, Map.of());
        create(request(goods, 6, Map.of("items", List.of(item(goods, 1_000, 6)))))
                .then()
                .statusCode(422)
                .body("code", equalTo("FLASH_SALE_REFUSED"))
                .body("errors[0].field", equalTo("items[0].priceFen"));
        create(Map.of("name", "x")).then().statusCode(400);
        var sale = create(wanted).then().statusCode(201).extract().<String>path("id");
        as(Shop.buyer().token()).get(SALES + "/{id}", sale).then().statusCode(404);
        command(sale, "publish").then().statusCode(200).body("state", equalTo("RUNNING"));
        var twin = create(wanted).<String>path("id");
        command(twin, "publish")
                .then()
                .statusCode(409)
                .body("code", equalTo("FLASH_SALE_OVERLAPS"))
                .body("errors[0].field", equalTo("items[0].skuId"));

        var cheaper = new HashMap<>(wanted);
        cheaper.put("items", List.of(item(goods, 400, 6)));
        change(sale, cheaper, 1).then().statusCode(409).body("code", equalTo("FLASH_SALE_IMMUTABLE"));
        var more = new HashMap<>(wanted);
        more.put("items", List.of(item(goods, 500, 8)));
        change(sale, more, 1).then().statusCode(200).body("items[0].left", equalTo(8));
        run(sale, "PAUSE").then().statusCode(200).body("state", equalTo("PAUSED"));
        assertThat(order(Shop.buyer(), sale, goods, 1).<String>path("code")).isEqualTo("FLASH_SALE_NOT_RUNNING");
        run(sale, "RESUME").then().statusCode(200);
        run(sale, "RESUME").then().statusCode(409);
        run(sale, "STOP").then().statusCode(200).body("state", equalTo("STOPPED"));

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(Shop.buyer().order(goods, 10).id()).isNotBlank());
        assertThat(as(staff("auditor")).get(DESK + "?state=STOPPED").jsonPath().getList("items.id"))
                .contains(sale);
        as(staff("auditor")).get(DESK + "?page=0").then().statusCode(400);
        as(staff("auditor")).get(DESK + "/{id}", UUID.randomUUID()).then().statusCode(404);
    }

    @Test
    void goods_that_the_law_restricts_are_in_no_flash_sale() {
        var goods = Shop.product(1_000, 10);
        var sale = published(goods, 5, Map.of());
        var buyer = Shop.buyer();
        Shop.regulate(goods.productId(), "INFANT_FORMULA_0_12M");

        create(request(goods, 1, Map.of()))
                .then()
                .statusCode(422)
                .body("code", equalTo("FLASH_SALE_REGULATED"))
                .body("rule", equalTo("L6"))
                .body("errors[0].field", equalTo("items[0].skuId"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(quote(buyer, sale, goods, 1).<String>path("code"))
                        .isEqualTo("FLASH_SALE_REGULATED"));
    }

    private static int status(Future<Response> answer) {
        try {
            return answer.get().statusCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> item(Goods goods, long priceFen, int quota) {
        return Map.of("skuId", goods.sku(), "priceFen", priceFen, "quota", quota, "perOrderQty", 2, "perPersonQty", 2);
    }

    private static Map<String, Object> request(Goods goods, int quota, Map<String, Object> values) {
        var now = SandboxControl.now();
        var request = new HashMap<String, Object>(Map.of(
                "name",
                "整点秒杀",
                "items",
                List.of(item(goods, 500, quota)),
                "startsAt",
                now.minusSeconds(60).toString(),
                "endsAt",
                now.plus(Duration.ofHours(2)).toString()));
        request.putAll(values);
        return request;
    }

    private static Response create(Map<String, Object> request) {
        return as(staff("merchandiser")).body(request).post(DESK);
    }

    private static String published(Goods goods, int quota, Map<String, Object> values) {
        var id = create(request(goods, quota, values))
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        command(id, "publish").then().statusCode(200);
        return id;
    }

    private static JsonPath desk(String sale) {
        return as(staff("merchandiser"))
                .get(DESK + "/{id}", sale)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Response command(String sale, String command) {
        return as(staff("merchandiser"))
                .header("Idempotency-Key", key())
                .body(Map.of("version", desk(sale).getLong("version"), "reason", "计划"))
                .post(DESK + "/{id}/{command}", sale, command);
    }

    private static Response run(String sale, String command) {
        return as(staff("merchandiser"))
                .header("Idempotency-Key", key())
                .body(Map.of("command", command, "version", desk(sale).getLong("version"), "reason", "计划"))
                .post(DESK + "/{id}/commands", sale);
    }

    private static Response change(String sale, Map<String, Object> request, long version) {
        return as(staff("merchandiser"))
                .header("Idempotency-Key", key())
                .body(Map.of("sale", request, "version", version, "reason", "加量"))
                .put(DESK + "/{id}", sale);
    }

    private static Response quote(Buyer buyer, String sale, Goods goods, int quantity) {
        return buyer.asks()
                .body(Map.of("skuId", goods.sku(), "quantity", quantity, "addressId", buyer.addressId()))
                .post(SALES + "/{id}/quotes", sale);
    }

    private static Map<String, Object> wish(Buyer buyer, String sale, Goods goods, int quantity) {
        var quoted = quote(buyer, sale, goods, quantity).jsonPath();
        return Map.of(
                "skuId",
                goods.sku(),
                "quantity",
                quantity,
                "addressId",
                buyer.addressId(),
                "agreedTotalFen",
                quoted.get("totalFen") == null ? 0 : quoted.getLong("totalFen"));
    }

    private static Response buy(Buyer buyer, String sale, Map<String, Object> wish, String key) {
        return buyer.asks().header("Idempotency-Key", key).body(wish).post(SALES + "/{id}/orders", sale);
    }

    private static Response order(Buyer buyer, String sale, Goods goods, int quantity) {
        return buy(buyer, sale, wish(buyer, sale, goods, quantity), key());
    }

    private static void awaitState(String sale, String state) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(desk(sale).getString("state")).isEqualTo(state));
    }
}
