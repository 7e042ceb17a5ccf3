package cn.siyu.storefront;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import cn.siyu.groupbuy.Groups;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Answers that are the same for everybody: their bytes, their ETag, and how soon a change is in them. */
@QuarkusTest
class ReadPathTest {

    private static final Duration PROMISED = Duration.ofSeconds(2);

    @Test
    void pages_are_bytes_with_a_strong_etag_and_unchanged_ones_are_not_sent_again() {
        var goods = Shop.product(2_900, 20);
        var activity = Groups.running(goods, 5, Map.of());
        var group = Groups.led(activity).group();

        for (var path : List.of(
                "/api/mp/v1/products/" + goods.productId(),
                "/api/mp/v1/categories",
                "/api/mp/v1/group-buys/" + activity.id(),
                "/api/mp/v1/buy-groups/" + group)) {
            var first = see(path);
            assertThat(first.header("ETag")).startsWith("\"").endsWith("\"");
            assertThat(first.header("Cache-Control")).isEqualTo("public, no-cache");
            assertThat(first.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(first.contentType()).isEqualTo("application/json");
            // Longer than anything is kept: the bytes are read anew and are the same.
            await().pollDelay(Duration.ofMillis(100)).untilAsserted(() -> {
                var again = see(path);
                assertThat(again.asByteArray()).isEqualTo(first.asByteArray());
                assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
            });
            for (var known :
                    List.of(first.header("ETag"), "W/" + first.header("ETag"), "\"x\", " + first.header("ETag"), "*")) {
                var unchanged = given().header("If-None-Match", known).get(path);
                unchanged.then().statusCode(304).header("ETag", equalTo(first.header("ETag")));
                assertThat(unchanged.asByteArray()).isEmpty();
                near(unchanged);
            }
            given().header("If-None-Match", "\"x\"").get(path).then().statusCode(200);
        }
    }

    @Test
    void lists_and_the_first_screen_are_public_answers_as_well() {
        var goods = Shop.product(2_900, 20);
        var _ = Groups.running(goods, 5, Map.of());

        for (var path : List.of(
                "/api/mp/v1/products?limit=5", "/api/mp/v1/group-buys", "/api/mp/v1/flash-sales", "/api/mp/v1/home")) {
            near(see(path));
            see(path).then().header("ETag", notNullValue());
            given().accept("application/xml").get(path).then().statusCode(406);
        }
        await().atMost(PROMISED)
                .untilAsserted(() -> see("/api/mp/v1/home")
                        .then()
                        .body(
                                "products.items.spuId",
                                equalTo(see("/api/mp/v1/products?limit=20").path("items.spuId")))
                        .body("products.items.spuId", not(empty()))
                        .body(
                                "groupBuys.id",
                                equalTo(see("/api/mp/v1/group-buys?limit=10").path("items.id")))
                        .body("groupBuys.id", not(empty()))
                        .body("categories.id", notNullValue()));
    }

    @Test
    void a_token_changes_nothing_about_a_public_page_and_a_bad_one_does_not_matter() {
        var goods = Shop.product(2_900, 20);
        var path = "/api/mp/v1/products/" + goods.productId();
        var member = Shop.buyer();

        var anonymous = see(path);
        var signedIn = member.asks().get(path);

        assertThat(signedIn.asByteArray()).isEqualTo(anonymous.asByteArray());
        assertThat(signedIn.header("ETag")).isEqualTo(anonymous.header("ETag"));
        assertThat(signedIn.header("Vary")).isNull();
    }

    @Test
    void a_change_of_price_is_in_the_page_and_in_the_lists_in_time() {
        var goods = Shop.product(2_900, 20);
        var path = "/api/mp/v1/products/" + goods.productId();
        var before = see(path);
        // Among products of a later hour of the shop it would not be on the first pages.
        var shelf = "/api/mp/v1/products?q=" + before.<String>path("title").substring("商品 ".length());
        see(shelf).then().body("items.spuId", hasItem(goods.productId()));

        Shop.price(goods.sku(), 3_100);

        await().atMost(PROMISED).untilAsserted(() -> see(path).then().body("priceFromFen", equalTo(3_100)));
        assertThat(see(path).header("ETag")).isNotEqualTo(before.header("ETag"));
        await().atMost(PROMISED)
                .untilAsserted(() -> see(shelf)
                        .then()
                        .body("items.find { it.spuId == '" + goods.productId() + "' }.priceFromFen", equalTo(3_100)));
    }

    @Test
    void what_is_not_there_is_no_page_and_is_asked_for_again() {
        var path = "/api/mp/v1/products/0190a000-0000-7000-8000-000000000000";

        given().get(path).then().statusCode(404).header("Cache-Control", "no-store");
        given().get(path).then().statusCode(404);
        given().get(path + "/prices").then().statusCode(401);
        Shop.buyer().asks().get(path + "/prices").then().statusCode(404);
    }

    private static Response see(String path) {
        var answer = given().get(path);
        answer.then().statusCode(200);
        return answer;
    }

    /** B24: the server's clock comes with every answer. */
    private static void near(Response answer) {
        var told = Instant.parse(answer.header("Server-Time"));
        assertThat(Duration.between(told, SandboxControl.now()).abs()).isLessThan(Duration.ofSeconds(10));
    }
}
