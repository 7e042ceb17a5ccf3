package cn.siyu.trade;

import static cn.siyu.testing.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the quote to the placed order: what was shown is what is paid. */
@QuarkusTest
class PlacingTest {

    @Test
    void a_quote_adds_up_prices_and_freight_and_merges_lines_of_one_sku() {
        var goods = Shop.product(1250, 10);
        var buyer = Shop.buyer();

        var quote = buyer.quote(List.of(line(goods.sku(), 1), line(goods.sku(), 2)))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(quote.getList("lines")).hasSize(1);
        assertThat(quote.getLong("goodsFen")).isEqualTo(3750);
        assertThat(quote.getLong("freightFen")).isEqualTo(1000);
        assertThat(quote.getLong("totalFen")).isEqualTo(4750);
    }

    @Test
    void what_is_not_sold_is_named_by_its_line() {
        var goods = Shop.product(1250, 10);
        var buyer = Shop.buyer();
        var unknown = UUID.randomUUID().toString();

        var answer = buyer.quote(List.of(line(goods.sku(), 1), line(unknown, 1)));

        answer.then().statusCode(422);
        assertThat(answer.<String>path("code")).isEqualTo("NOT_FOR_SALE");
        assertThat(answer.jsonPath().getList("errors.field")).containsExactly("lines[1].skuId");
    }

    @Test
    void a_changed_price_is_shown_before_it_is_paid() {
        var goods = Shop.product(1000, 10);
        var buyer = Shop.buyer();
        var lines = List.of(line(goods.sku(), 1));
        String hash = buyer.quote(lines).path("quoteHash");

        Shop.price(goods.sku(), 1100);
        var refused = buyer.place(Shop.key(), lines, hash);

        refused.then().statusCode(409);
        assertThat(refused.<String>path("code")).isEqualTo("PRICE_CHANGED");
        assertThat(refused.jsonPath().getLong("quote.goodsFen")).isEqualTo(1100);
        buyer.place(Shop.key(), lines, refused.path("quote.quoteHash")).then().statusCode(201);
    }

    @Test
    void a_quote_is_good_for_ten_minutes() {
        var goods = Shop.product(1000, 10);
        var buyer = Shop.buyer();
        var lines = List.of(line(goods.sku(), 1));
        String hash = buyer.quote(lines).path("quoteHash");

        SandboxControl.advance(Duration.ofMinutes(10));

        assertThat(buyer.again().place(Shop.key(), lines, hash).<String>path("code"))
                .isEqualTo("PRICE_CHANGED");
    }

    @Test
    void a_repetition_gets_its_answer_even_after_the_price_has_changed() {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var lines = List.of(line(goods.sku(), 1));
        String hash = buyer.quote(lines).path("quoteHash");
        var key = Shop.key();
        var first = buyer.place(key, lines, hash);

        Shop.price(goods.sku(), 1100);
        var second = buyer.place(key, lines, hash);

        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(buyer.place(key, List.of(line(goods.sku(), 2)), hash).<String>path("code"))
                .isEqualTo("IDEMPOTENCY_MISMATCH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"totalFen", "freightFen", "memberId", "state", "discountFen", "orderNo", "version", "role"})
    void whatever_a_client_makes_up_is_refused(String field) {
        var goods = Shop.product(1000, 10);
        var buyer = Shop.buyer();
        var lines = List.of(line(goods.sku(), 1));
        Map<String, Object> body = new HashMap<>(Map.of(
                "lines", lines,
                "addressId", buyer.addressId(),
                "quoteHash", buyer.quote(lines).<String>path("quoteHash")));
        body.put(field, 1);

        var answer =
                buyer.asks().header("Idempotency-Key", Shop.key()).body(body).post("/api/mp/v1/orders");

        answer.then().statusCode(400);
        assertThat(answer.<String>path("code")).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void an_order_needs_a_key_and_a_sound_basket() {
        var buyer = Shop.buyer();
        var goods = Shop.product(1000, 1);

        buyer.asks()
                .body(Map.of("lines", List.of(line(goods.sku(), 1)), "addressId", buyer.addressId(), "quoteHash", "x"))
                .post("/api/mp/v1/orders")
                .then()
                .statusCode(400);
        buyer.quote(List.of()).then().statusCode(400);
        buyer.quote(List.of(line(goods.sku(), 0))).then().statusCode(400);
    }

    @Test
    void a_foreign_order_is_not_there() {
        var owner = Shop.buyer();
        var order = owner.order(Shop.product(1000, 1), 1);
        var stranger = Shop.buyer();

        for (var path : List.of("", "/shipments")) {
            stranger.asks()
                    .get("/api/mp/v1/orders/{id}" + path, order.id())
                    .then()
                    .statusCode(404);
        }
        for (var command : List.of("payments", "cancel", "confirm-receipt")) {
            stranger.asks()
                    .header("Idempotency-Key", Shop.key())
                    .post("/api/mp/v1/orders/{id}/" + command, order.id())
                    .then()
                    .statusCode(404);
        }
        stranger.claim(order, "REFUND_ONLY").then().statusCode(404);
        stranger.asks().get("/api/mp/v1/orders").then().statusCode(200);
        assertThat(stranger.asks().get("/api/mp/v1/orders").jsonPath().getList("items"))
                .isEmpty();
    }

    @Test
    void own_orders_come_in_pages_and_by_state() {
        var goods = Shop.product(1000, 10);
        var buyer = Shop.buyer();
        var first = buyer.order(goods, 1);
        var second = buyer.order(goods, 1);
        var third = buyer.order(goods, 1);
        buyer.cancel(second).then().statusCode(200);

        var page = buyer.asks().get("/api/mp/v1/orders?limit=2").jsonPath();
        var rest = buyer.asks()
                .get("/api/mp/v1/orders?limit=2&cursor=" + page.getString("nextCursor"))
                .jsonPath();

        assertThat(page.getList("items.id")).containsExactly(third.id(), second.id());
        assertThat(rest.getList("items.id")).containsExactly(first.id());
        assertThat(rest.getString("nextCursor")).isNull();
        assertThat(buyer.asks()
                        .get("/api/mp/v1/orders?state=CANCELLED")
                        .jsonPath()
                        .getList("items.id"))
                .containsExactly(second.id());
        buyer.asks().get("/api/mp/v1/orders?limit=0").then().statusCode(400);
    }

    @Test
    void an_order_keeps_what_was_shown_whatever_becomes_of_the_product() {
        var goods = Shop.product(1000, 10);
        var buyer = Shop.buyer();
        var order = buyer.order(goods, 1);
        Shop.price(goods.sku(), 9999);

        var line = buyer.see(order);

        assertThat(line.getLong("lines[0].unitPriceFen")).isEqualTo(1000);
        assertThat(line.getString("lines[0].shownText")).contains("七天");
        assertThat(line.getString("address.recipient")).isEqualTo("王小明");
    }

    @Test
    void a_region_that_is_not_delivered_to_is_said_before_paying() {
        var goods = Shop.product(1000, 10);
        var buyer = Shop.buyer();
        var template = Shop.freight(Map.of("undeliverable", List.of("4403", "71", "81", "82")));
        try {
            var answer = buyer.quote(List.of(line(goods.sku(), 1)));

            answer.then().statusCode(422);
            assertThat(answer.<String>path("code")).isEqualTo("REGION_NOT_DELIVERED");
        } finally {
            template.close();
        }
    }
}
