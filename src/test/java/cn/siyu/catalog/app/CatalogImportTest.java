package cn.siyu.catalog.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import cn.siyu.catalog.CatalogImport;
import cn.siyu.catalog.CatalogImport.AttributeRow;
import cn.siyu.catalog.CatalogImport.BrandRow;
import cn.siyu.catalog.CatalogImport.CategoryRow;
import cn.siyu.catalog.CatalogImport.Outcome.Inserted;
import cn.siyu.catalog.CatalogImport.Outcome.Refused;
import cn.siyu.catalog.CatalogImport.Outcome.Unchanged;
import cn.siyu.catalog.CatalogImport.Outcome.Updated;
import cn.siyu.catalog.CatalogImport.ProductRow;
import cn.siyu.catalog.CatalogImport.ReviewRow;
import cn.siyu.catalog.CatalogImport.SkuRow;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Actor;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The port through which an import lands. */
@QuarkusTest
class CatalogImportTest {

    private static final Actor IMPORTER = Actor.system("test");
    private static final Instant WRITTEN = Instant.parse("2026-02-01T00:00:00Z");

    private final String mark = UUID.randomUUID().toString().substring(0, 8);

    @Inject
    CatalogImport port;

    @Test
    void new_rows_land_equal_ones_are_left_alone_and_changed_ones_change_only_what_differs() throws Throwable {
        var rows = List.of(product("A", "学步鞋", true), product("B", "哺乳枕", false));
        prepare();

        assertThat(await(() -> port.products(rows, IMPORTER))).containsExactly(new Inserted(), new Inserted());
        assertThat(await(() -> port.products(rows, IMPORTER))).containsExactly(new Unchanged(), new Unchanged());
        assertThat(await(() -> port.products(List.of(product("A", "软底学步鞋", true), rows.get(1)), IMPORTER)))
                .containsExactly(new Updated(Set.of("name")), new Unchanged());
        assertThat(await(() -> port.products(List.of(product("B", "哺乳枕", true)), IMPORTER)))
                .containsExactly(new Updated(Set.of("on_sale")));
        assertThat(await(() -> port.productsWithSkus(List.of(mark + "A")))).isEmpty();
        assertThat(await(() -> port.existingProducts(List.of(mark + "A", "nothing"))))
                .containsExactly(mark + "A");
    }

    @Test
    void bad_products_are_named_and_good_ones_land() throws Throwable {
        prepare();

        var outcomes = await(() -> port.products(
                List.of(
                        product("A", "好鞋", true),
                        product("A", "好鞋", true),
                        product("B", "销量第一的鞋", true),
                        row("C", "鞋", mark + "nowhere", Optional.empty(), true),
                        row("D", "鞋", mark + "shoes", Optional.of("nobody"), true)),
                IMPORTER));

        assertThat(outcomes.getFirst()).isEqualTo(new Inserted());
        assertThat(outcomes.subList(1, 5))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Refused.class))
                .extracting(outcome -> ((Refused) outcome).column())
                .containsExactly("product_code", "name", "category_code", "brand_code");
    }

    @Test
    void categories_land_with_their_parents_and_move() throws Throwable {
        var root = new CategoryRow(mark + "r", Optional.empty(), "穿", "", 1, "");
        var child = new CategoryRow(mark + "c", Optional.of(mark + "r"), "鞋", "", 2, "http://a.example/b.png");
        var orphan = new CategoryRow(mark + "o", Optional.of(mark + "x"), "?", "", 2, "");
        var moved = new CategoryRow(mark + "c", Optional.empty(), "鞋", "", 2, "http://a.example/b.png");
        var loop = new CategoryRow(mark + "r", Optional.of(mark + "r"), "穿", "", 1, "");

        assertThat(await(() -> port.categories(List.of(root, child, orphan), IMPORTER)))
                .containsExactly(
                        new Inserted(), new Inserted(), new Refused("parent_code", "there is no such category"));
        assertThat(await(() -> port.categories(List.of(root, child), IMPORTER)))
                .containsExactly(new Unchanged(), new Unchanged());
        assertThat(await(() -> port.categories(List.of(moved, loop), IMPORTER)))
                .containsExactly(
                        new Updated(Set.of("parent_code")),
                        new Refused("parent_code", "the tree allows three levels and no circle"));
    }

    @Test
    void skus_name_the_axes_of_their_product_and_keep_their_combination() throws Throwable {
        prepare();
        assertThat(await(() -> port.products(List.of(product("A", "连体衣", true)), IMPORTER)))
                .hasSize(1);
        var rows = List.of(sku("A1", "红", "59"), sku("A2", "红", "66"), sku("A3", "蓝", "59"));

        assertThat(await(() -> port.skus(rows, IMPORTER))).containsOnly(new Inserted());
        assertThat(await(() -> port.skus(rows, IMPORTER))).containsOnly(new Unchanged());
        assertThat(await(() -> port.skus(List.of(sku("A4", "蓝", "59"), sku("A1", "蓝", "73")), IMPORTER)))
                .containsExactly(
                        new Refused("specs", "the combination is taken by " + mark + "A3"),
                        new Refused("specs", "a SKU keeps its combination"));
        assertThat(await(() -> port.skus(
                        List.of(new SkuRow(mark + "A5", mark + "A", List.of(Map.entry("材质", "棉")), "")), IMPORTER)))
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Refused.class));
        assertThat(await(() -> port.skuIds(List.of(mark + "A1", "none")))).containsOnlyKeys(mark + "A1");

        given().queryParam("q", "连体衣" + mark)
                .get("/api/mp/v1/products")
                .then()
                .statusCode(200)
                .body("items", hasSize(1), "items[0].coverUrl", equalTo("/images/placeholder.svg"));
    }

    @Test
    void reviews_are_labelled_and_never_rated() throws Throwable {
        prepare();
        assertThat(await(() -> port.products(List.of(product("A", "睡袋", true)), IMPORTER)))
                .hasSize(1);
        assertThat(await(() -> port.skus(List.of(sku("A1", "红", "59")), IMPORTER)))
                .hasSize(1);
        var rows = List.of(review("不错", 1), review("不错", 2), review("很暖", 1));

        assertThat(await(() -> port.reviews(rows, IMPORTER))).containsOnly(new Inserted());
        assertThat(await(() -> port.reviews(rows, IMPORTER))).containsOnly(new Unchanged());
        assertThat(await(() -> port.attributes(List.of(new AttributeRow(mark + "A", "面料", "棉", 1)), IMPORTER)))
                .containsExactly(new Inserted());
        assertThat(await(() -> port.attributes(List.of(new AttributeRow(mark + "A", "面料", "麻", 1)), IMPORTER)))
                .containsExactly(new Updated(Set.of("value")));

        var spu = given().queryParam("q", "睡袋" + mark)
                .get("/api/mp/v1/products")
                .then()
                .statusCode(200)
                .extract()
                .<String>path("items[0].spuId");
        var reviews = "/api/mp/v1/products/" + spu + "/reviews";
        var next = given().queryParam("limit", 2)
                .get(reviews)
                .then()
                .statusCode(200)
                .body("items.source", everyItem(is("IMPORTED")), "items", hasSize(2))
                .body("items[0]", not(hasKey("rating")), "items[0]", not(hasKey("stars")))
                .body("items[0].imageUrls", contains("https://a.example/1.png"))
                .extract()
                .<String>path("nextCursor");
        given().queryParam("cursor", next).get(reviews).then().statusCode(200).body("items", hasSize(1));
        given().queryParam("limit", 0).get(reviews).then().statusCode(400);
    }

    private void prepare() throws Throwable {
        var category = new CategoryRow(mark + "shoes", Optional.empty(), "鞋", "", 1, "");
        var brand = new BrandRow(mark + "tree", "小树", "", 1, "");
        assertThat(await(() -> port.categories(List.of(category), IMPORTER))).containsExactly(new Inserted());
        assertThat(await(() -> port.brands(List.of(brand), IMPORTER))).containsExactly(new Inserted());
        assertThat(await(() -> port.brands(List.of(brand), IMPORTER))).containsExactly(new Unchanged());
    }

    private ProductRow product(String code, String name, boolean onSale) {
        return row(code, name, mark + "shoes", Optional.of(mark + "tree"), onSale);
    }

    private ProductRow row(String code, String name, String category, Optional<String> brand, boolean onSale) {
        return new ProductRow(
                mark + code,
                name + mark,
                category,
                brand,
                "简介",
                "双",
                Optional.of(new Money(9900)),
                true,
                false,
                onSale,
                "http://a.example/cover.png",
                List.of("http://a.example/1.png", "https://a.example/2.png"),
                "<p onclick=\"x()\">室内外两用<img src=\"http://a.example/3.png\"></p><script>x()</script>");
    }

    private SkuRow sku(String code, String colour, String size) {
        return new SkuRow(mark + code, mark + "A", List.of(Map.entry("颜色", colour), Map.entry("尺码", size)), "");
    }

    private ReviewRow review(String content, int occurrence) {
        return new ReviewRow(
                mark + "A",
                1,
                content,
                List.of("http://a.example/0.png", "https://a.example/1.png"),
                WRITTEN,
                occurrence);
    }

    private static <T> T await(Supplier<Uni<T>> work) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(work);
    }
}
