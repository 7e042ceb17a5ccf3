package cn.siyu.catalog.web;

import static cn.siyu.testing.FixtureCatalogue.code;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import cn.siyu.testing.FixtureCatalogue;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The category tree, brands and suppliers, as merchandisers keep them. */
@QuarkusTest
class CategoryStoryTest {

    private static final String CATEGORIES = "/api/admin/v1/categories";

    private Staff merchandiser = new Staff("");

    @BeforeEach
    void signIn() {
        merchandiser = Staff.as("merchandiser");
    }

    @Test
    void a_node_moves_with_its_children_and_the_tree_stays_flat_enough() {
        var root = create(null);
        var child = create(root);
        var leaf = create(child);
        var other = create(null);

        merchandiser
                .post(CATEGORIES, Map.of("code", code("C"), "text", text("太深", leaf)))
                .statusCode(422)
                .body("code", equalTo("CATEGORY_TREE"));
        edit(root, leaf, 0).statusCode(422);
        edit(root, other, 0).statusCode(422);
        edit(child, null, 0).statusCode(200).body("depth", equalTo(1));
        merchandiser.get(CATEGORIES).statusCode(200).body("items.find { it.id == '" + leaf + "' }.depth", equalTo(2));
        edit(child, other, 0).statusCode(409);
        merchandiser.delete(CATEGORIES + "/" + child).statusCode(409).body("code", equalTo("CATALOG_IN_USE"));
        merchandiser.delete(CATEGORIES + "/" + leaf).statusCode(204);
        merchandiser.delete(CATEGORIES + "/" + leaf).statusCode(404);
        given().get(CATEGORIES).then().statusCode(401);
    }

    @Test
    void brands_are_kept_by_code_and_version() {
        keep("/api/admin/v1/brands");
    }

    @Test
    void suppliers_are_kept_by_code_and_version() {
        keep("/api/admin/v1/suppliers");
    }

    @Test
    void a_brand_in_use_stays() {
        var brand = merchandiser
                .post("/api/admin/v1/brands", Map.of("code", code("B"), "text", Map.of("name", "小树")))
                .statusCode(201)
                .extract()
                .<String>path("id");
        var product = FixtureCatalogue.product("奶瓶刷", 1900, FixtureCatalogue.axis("颜色", "白", "蓝"));

        merchandiser
                .put(
                        "/api/admin/v1/products/" + product.spuId(),
                        Map.of(
                                "text",
                                Map.of("title", "奶瓶刷", "brandId", brand, "categoryId", product.categoryId()),
                                "version",
                                1))
                .statusCode(200);
        merchandiser.delete("/api/admin/v1/brands/" + brand).statusCode(409).body("code", equalTo("CATALOG_IN_USE"));
    }

    private void keep(String path) {
        var code = code("K");
        var id = merchandiser
                .post(path, Map.of("code", code, "text", Map.of("name", "小树")))
                .statusCode(201)
                .extract()
                .<String>path("id");

        merchandiser
                .post(path, Map.of("code", code, "text", Map.of("name", "小树")))
                .statusCode(409);
        merchandiser.post(path, Map.of("code", code("K"))).statusCode(400);
        merchandiser
                .put(path + "/" + id, Map.of("text", Map.of("name", "大树"), "version", 0))
                .statusCode(200)
                .body("name", equalTo("大树"));
        merchandiser
                .put(path + "/" + id, Map.of("text", Map.of("name", "大树"), "version", 0))
                .statusCode(409);
        merchandiser.get(path + "?size=100").statusCode(200).body("items.id", hasItem(id));
        merchandiser.get(path + "?size=0").statusCode(400);
        merchandiser.delete(path + "/" + id).statusCode(204);
        merchandiser.delete(path + "/" + UUID.randomUUID()).statusCode(404);
    }

    private ValidatableResponse edit(String id, @Nullable String parent, int version) {
        return merchandiser.put(CATEGORIES + "/" + id, Map.of("text", text("搬家", parent), "version", version));
    }

    private String create(@Nullable String parent) {
        return merchandiser
                .post(CATEGORIES, Map.of("code", code("C"), "text", text("洗护", parent)))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Map<String, Object> text(String name, @Nullable String parent) {
        var text = new HashMap<String, Object>(Map.of("name", name));
        if (parent != null) {
            text.put("parentId", parent);
        }
        return text;
    }
}
