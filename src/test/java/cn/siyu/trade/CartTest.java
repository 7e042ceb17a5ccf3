package cn.siyu.trade;

import static cn.siyu.testing.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is put aside to buy. */
@QuarkusTest
class CartTest {

    @Test
    void a_cart_shows_todays_price_and_flags_what_cannot_be_bought() {
        var goods = Shop.product(1000, 10);
        var gone = Shop.product(700, 0);
        var buyer = Shop.buyer();

        buyer.asks()
                .body(line(goods.sku(), 2))
                .post("/api/mp/v1/cart/items")
                .then()
                .statusCode(200);
        buyer.asks()
                .body(line(goods.sku(), 1))
                .post("/api/mp/v1/cart/items")
                .then()
                .statusCode(200);
        buyer.asks()
                .body(line(gone.sku(), 1))
                .post("/api/mp/v1/cart/items")
                .then()
                .statusCode(200);
        Shop.price(goods.sku(), 900);
        var cart = buyer.asks()
                .get("/api/mp/v1/cart")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(cart.getList("lines.available")).containsExactly(false, true);
        assertThat(cart.getInt("lines[1].quantity")).isEqualTo(3);
        assertThat(cart.getLong("goodsFen")).isEqualTo(2700);
    }

    @Test
    void an_order_is_bought_again_as_far_as_its_goods_are_still_sold() {
        var same = Shop.product(1000, 10);
        var dearer = Shop.product(700, 10);
        var last = Shop.product(500, 1);
        var gone = Shop.product(300, 10);
        var buyer = Shop.buyer();
        var order = buyer.order(
                List.of(line(same.sku(), 2), line(dearer.sku(), 1), line(last.sku(), 1), line(gone.sku(), 1)));
        Shop.price(dearer.sku(), 800);
        Shop.as(Shop.staff("merchandiser"))
                .post("/api/admin/v1/products/{id}/unpublish", gone.productId())
                .then()
                .statusCode(200);

        var first = buyer.asks().post("/api/mp/v1/orders/{id}/rebuy", order.id());
        var second = buyer.asks().post("/api/mp/v1/orders/{id}/rebuy", order.id());

        first.then().statusCode(200);
        assertThat(first.jsonPath().getList("lines.outcome"))
                .containsExactly("ADDED", "PRICE_CHANGED", "SOLD_OUT", "GONE");
        assertThat(first.<Integer>path("lines[1].unitPriceFen")).isEqualTo(800);
        assertThat(second.asString()).isEqualTo(first.asString());
        assertThat(buyer.asks().get("/api/mp/v1/cart").jsonPath().getList("lines.quantity", Integer.class))
                .containsExactlyInAnyOrder(2, 1);
        assertThat(Shop.buyer()
                        .asks()
                        .post("/api/mp/v1/orders/{id}/rebuy", order.id())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void lines_are_changed_taken_out_and_replaced_by_their_owner_alone() {
        var goods = Shop.product(1000, 10, 2, "SEVEN_DAYS");
        var buyer = Shop.buyer();
        var stranger = Shop.buyer();
        String item = buyer.asks()
                .body(line(goods.sku(), 1))
                .post("/api/mp/v1/cart/items")
                .path("lines[0].id");

        assertThat(buyer.asks()
                        .body(Map.of("quantity", 5))
                        .put("/api/mp/v1/cart/items/{id}", item)
                        .jsonPath()
                        .getInt("lines[0].quantity"))
                .isEqualTo(5);
        stranger.asks()
                .body(Map.of("quantity", 5))
                .put("/api/mp/v1/cart/items/{id}", item)
                .then()
                .statusCode(404);
        stranger.asks().delete("/api/mp/v1/cart/items/{id}", item).then().statusCode(404);
        buyer.asks()
                .body(Map.of("quantity", 0))
                .put("/api/mp/v1/cart/items/{id}", item)
                .then()
                .statusCode(400);
        buyer.asks().delete("/api/mp/v1/cart/items/{id}", item).then().statusCode(204);
        var lines = goods.skus().stream().map(sku -> line(sku, 1)).toList();
        var replaced = buyer.asks()
                .body(Map.of("lines", lines))
                .put("/api/mp/v1/cart")
                .then()
                .statusCode(200);
        assertThat(replaced.extract().jsonPath().getList("lines")).hasSize(2);
    }

    @Test
    void what_is_not_sold_here_does_not_get_in() {
        var buyer = Shop.buyer();
        var unknown = line(UUID.randomUUID().toString(), 1);

        buyer.asks().body(unknown).post("/api/mp/v1/cart/items").then().statusCode(422);
        buyer.asks()
                .body(Map.of("lines", List.of(unknown)))
                .put("/api/mp/v1/cart")
                .then()
                .statusCode(422);
        Shop.as("nobody").get("/api/mp/v1/cart").then().statusCode(401);
    }

    @Test
    void what_is_ordered_from_the_cart_leaves_it() {
        var goods = Shop.product(1000, 10, 2, "SEVEN_DAYS");
        var buyer = Shop.buyer();
        goods.skus()
                .forEach(sku -> buyer.asks()
                        .body(line(sku, 1))
                        .post("/api/mp/v1/cart/items")
                        .then()
                        .statusCode(200));
        var lines = List.of(line(goods.sku(), 1));
        Map<String, Object> order = new HashMap<>(Map.of("lines", lines, "addressId", buyer.addressId()));
        order.put("quoteHash", buyer.quote(lines).path("quoteHash"));
        order.put("fromCart", true);

        buyer.asks()
                .header("Idempotency-Key", Shop.key())
                .body(order)
                .post("/api/mp/v1/orders")
                .then()
                .statusCode(201);

        assertThat(buyer.asks().get("/api/mp/v1/cart").jsonPath().getList("lines.skuId"))
                .containsExactly(goods.skus().get(1));
    }
}
