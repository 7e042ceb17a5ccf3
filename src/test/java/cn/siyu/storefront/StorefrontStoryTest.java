package cn.siyu.storefront;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import cn.siyu.testing.FixtureCatalogue;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a consumer browses. */
@QuarkusTest
class StorefrontStoryTest {

    private static final String PRODUCTS = "/api/mp/v1/products";

    @Test
    void the_fixture_has_at_least_fifteen_products_of_two_or_three_axes_with_their_matrix() {
        var shop = FixtureCatalogue.stand();

        assertThat(shop).hasSizeGreaterThanOrEqualTo(15).allSatisfy(product -> {
            assertThat(product.axes()).hasSizeBetween(2, 3);
            assertThat(product.skus()).hasSizeGreaterThanOrEqualTo(4);
            var combinations = product.axes().stream()
                    .mapToInt(axis -> axis.values().size())
                    .reduce(1, (a, b) -> a * b);
            given().get(PRODUCTS + "/" + product.spuId())
                    .then()
                    .statusCode(200)
                    .body(
                            "axes.name",
                            equalTo(product.axes().stream()
                                    .map(FixtureCatalogue.Axis::name)
                                    .toList()))
                    .body("matrix", hasSize(combinations))
                    .body(
                            "matrix.findAll { it.skuId != null }",
                            hasSize(product.skus().size()))
                    .body("matrix.findAll { it.skuId != null }.availability", everyItem(is("OUT")))
                    .body("matrix.findAll { it.skuId != null }.priceFen", everyItem(notNullValue()))
                    .header("Server-Time", notNullValue())
                    .body("returnPolicyText", notNullValue());
        });
        pagesAreWhole(shop.getFirst().categoryId(), shop.size());
    }

    private static void pagesAreWhole(UUID category, int expected) {
        var seen = new HashSet<String>();
        var cursor = "";
        do {
            var page = given().queryParam("category", category)
                    .queryParam("limit", 5)
                    .queryParam("cursor", cursor)
                    .get(PRODUCTS)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("items.spuId"));
            cursor = page.getString("nextCursor");
        } while (cursor != null);
        assertThat(seen).hasSize(expected);
    }

    @Test
    void a_combination_leads_to_its_sku_and_one_that_is_not_made_is_refused() {
        var product = FixtureCatalogue.product(
                "学步带", 4900, FixtureCatalogue.axis("颜色", "红", "蓝"), FixtureCatalogue.axis("尺码", "S", "M", "L"));
        var path = PRODUCTS + "/" + product.spuId() + "/sku";

        given().queryParam("spec", "尺码:S", "颜色:红")
                .get(path)
                .then()
                .statusCode(200)
                .body("skuId", equalTo(product.skus().getFirst().id().toString()), "priceFen", equalTo(4900))
                .body("values", contains("红", "S"), "availability", equalTo("OUT"));
        given().queryParam("spec", "尺码:L", "颜色:蓝")
                .get(path)
                .then()
                .statusCode(422)
                .body("code", equalTo("SPEC_COMBINATION_UNKNOWN"));
        given().queryParam("spec", "尺码").get(path).then().statusCode(400);
        given().get(path).then().statusCode(400);
    }

    @Test
    void stock_is_shown_in_buckets_and_the_card_shows_the_best() {
        var product = FixtureCatalogue.product("温奶器", 15900, FixtureCatalogue.axis("颜色", "白", "粉", "蓝"));
        var skus = product.skus();

        FixtureCatalogue.stock(Map.of(skus.get(1).id(), 3, skus.get(2).id(), 500));

        await().untilAsserted(() -> given().get(PRODUCTS + "/" + product.spuId())
                .then()
                .statusCode(200)
                .body("matrix.availability", contains("OUT", "LOW", "IN_STOCK"))
                .body("availability", equalTo("IN_STOCK"), "priceFromFen", equalTo(16000)));
        await().untilAsserted(() -> given().get(PRODUCTS + "?category=" + product.categoryId())
                .then()
                .statusCode(200)
                .body("items.availability", contains("IN_STOCK"), "items.priceFromFen", contains(16000)));
    }

    @Test
    void what_is_taken_down_leaves_the_lists_and_cannot_be_had() {
        var product = FixtureCatalogue.product("隔尿垫", 3900, FixtureCatalogue.axis("尺寸", "小", "大"));
        var list = PRODUCTS + "?category=" + product.categoryId();
        given().get(list)
                .then()
                .statusCode(200)
                .body("items.spuId", hasItem(product.spuId().toString()));

        Staff.as("merchandiser")
                .post("/api/admin/v1/products/" + product.spuId() + "/unpublish")
                .statusCode(200);

        await().untilAsserted(() -> given().get(list).then().body("items", hasSize(0)));
        await().untilAsserted(() -> given().get(PRODUCTS + "/" + product.spuId())
                .then()
                .statusCode(200)
                .body("onSale", equalTo(false), "availability", equalTo("OUT"), "priceFromFen", nullValue()));
    }

    @Test
    void a_draft_and_the_reference_price_are_nobodys_to_see() {
        var merchandiser = Staff.as("merchandiser");
        var draft = merchandiser
                .post(
                        "/api/admin/v1/products",
                        Map.of(
                                "code",
                                FixtureCatalogue.code("P"),
                                "text",
                                Map.of("title", "未上架", "marketPriceFen", 9900),
                                "axes",
                                List.of("颜色"),
                                "skus",
                                List.of()))
                .statusCode(201)
                .extract()
                .<String>path("id");
        var product = FixtureCatalogue.product("浴盆", 12900, FixtureCatalogue.axis("颜色", "白", "蓝"));

        given().get(PRODUCTS + "/" + draft).then().statusCode(404);
        given().get(PRODUCTS + "/" + product.spuId()).then().statusCode(200).body("$", not(hasKey("marketPriceFen")));
    }

    @Test
    void a_search_takes_its_words_as_they_are() {
        var title = "小熊%_夜灯" + UUID.randomUUID().toString().substring(0, 8);
        var product = FixtureCatalogue.product(title, 5900, FixtureCatalogue.axis("颜色", "黄", "白"));

        given().queryParam("q", "熊%_夜")
                .queryParam("limit", 50)
                .get(PRODUCTS)
                .then()
                .statusCode(200)
                .body("items.spuId", hasItem(product.spuId().toString()));
        given().queryParam("q", "熊__夜").get(PRODUCTS).then().statusCode(200).body("items", hasSize(0));
        given().queryParam("q", "'; drop table catalog_spu; --")
                .get(PRODUCTS)
                .then()
                .statusCode(200);
        given().queryParam("q", title.substring(3))
                .get("/api/mp/v1/search/suggestions")
                .then()
                .statusCode(200)
                .body("items", contains(title));
        given().get("/api/mp/v1/search/suggestions").then().statusCode(400);
        given().queryParam("cursor", "nonsense").get(PRODUCTS).then().statusCode(400);
    }

    @Test
    void who_sells_here_and_by_which_licence_is_public() {
        given().get("/api/mp/v1/shop")
                .then()
                .statusCode(200)
                .body("name", equalTo("思屿小店"))
                .body("licenceNumber", equalTo("91440300SAMPLE0000"))
                .body("licencePictureUrl", startsWith("https://"))
                .body("operator", notNullValue())
                .body("servicePhone", notNullValue())
                .body("complaints", notNullValue());
        given().accept("application/xml").get("/api/mp/v1/shop").then().statusCode(406);
    }

    @Test
    void categories_are_public() {
        var category = FixtureCatalogue.category(Staff.as("merchandiser").token());

        given().get("/api/mp/v1/categories").then().statusCode(200).body("items.id", hasItem(category.toString()));
        given().accept("application/xml").get("/api/mp/v1/categories").then().statusCode(406);
    }

    @Test
    void the_placeholder_is_served() {
        given().get("/images/placeholder.svg").then().statusCode(200);
    }
}
