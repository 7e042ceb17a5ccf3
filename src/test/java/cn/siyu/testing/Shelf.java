package cn.siyu.testing;

import static cn.siyu.testing.Shop.KEY;
import static cn.siyu.testing.Shop.as;
import static cn.siyu.testing.Shop.key;
import static cn.siyu.testing.Shop.staff;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.Shop.Freight;
import cn.siyu.testing.Shop.Goods;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What staff do so that there is something to buy. */
final class Shelf {

    /** One category for all products of a run: test classes are loaded more than once, properties are not. */
    private static final String CATEGORY = "siyu.testing.category";

    private static final String FREIGHT = "/api/admin/v1/freight-templates";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private Shelf() {}

    static Goods product(long priceFen, int stock, int skus, String returnPolicy) {
        var code = "T" + System.nanoTime() + "-" + COUNT.incrementAndGet();
        var wanted = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < skus; i++) {
            wanted.add(Map.of(
                    "code",
                    code + "-" + i,
                    "spec",
                    List.of(Map.of("axis", "规格", "value", "规格" + i)),
                    "weightGrams",
                    400));
        }
        var created = as(staff("merchandiser"))
                .body(Map.of(
                        "code",
                        code,
                        "text",
                        Map.of("title", "商品 " + code, "returnPolicy", returnPolicy, "categoryId", category()),
                        "axes",
                        List.of("规格"),
                        "skus",
                        wanted))
                .post("/api/admin/v1/products")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        var goods = new Goods(created.getString("id"), created.getList("skus.id"), created.getList("skus.code"));
        goods.skus().forEach(sku -> price(sku, priceFen));
        goods.skus().forEach(sku -> count(sku, stock));
        as(staff("merchandiser"))
                .post("/api/admin/v1/products/{id}/publish", goods.productId())
                .then()
                .statusCode(200);
        return goods;
    }

    private static String category() {
        var known = System.getProperty(CATEGORY);
        if (known != null) {
            return known;
        }
        var created = as(staff("merchandiser"))
                .body(Map.of(
                        "code",
                        "C" + System.nanoTime(),
                        "text",
                        Map.of("name", "童装", "description", "", "sortOrder", 1)))
                .post("/api/admin/v1/categories")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        System.setProperty(CATEGORY, created);
        return created;
    }

    static void regulate(String productId, String regulatoryClass) {
        var product = as(staff("merchandiser"))
                .get("/api/admin/v1/products/{id}", productId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        var text = Map.of(
                "title", product.getString("title"),
                "categoryId", product.getString("categoryId"),
                "regulatoryClass", regulatoryClass);
        as(staff("merchandiser"))
                .body(Map.of("version", product.getLong("version"), "text", text))
                .put("/api/admin/v1/products/{id}", productId)
                .then()
                .statusCode(200);
    }

    static void price(String sku, long fen) {
        var result = as(staff("merchandiser"))
                .body(Map.of("prices", List.of(Map.of("skuId", sku, "amountFen", fen)), "reason", "test"))
                .put("/api/admin/v1/price-lists/default/prices")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(result.getList("errors")).isEmpty();
    }

    static void count(String sku, int units) {
        var pool = as(staff("ops"))
                .get("/api/admin/v1/stock-pools")
                .then()
                .statusCode(200)
                .extract()
                .<String>path("items[0].id");
        as(staff("ops"))
                .header(KEY, key())
                .body(Map.of(
                        "poolId", pool, "lines", List.of(Map.of("skuId", sku, "counted", units)), "reason", "counted"))
                .post("/api/admin/v1/stock-adjustments")
                .then()
                .statusCode(201);
    }

    static Freight freight(Map<String, Object> values) {
        var before = as(staff("merchandiser")).get(FREIGHT).jsonPath().<String, Object>getMap("items[0]");
        var template = new HashMap<String, Object>(Map.of(
                "name",
                "test " + System.nanoTime(),
                "basis",
                "PIECE",
                "defaultTemplate",
                true,
                "undeliverable",
                List.of(),
                "zones",
                List.of(Map.of("regions", List.of(), "first", 1, "firstFen", 0, "additional", 1, "additionalFen", 0)),
                "version",
                0));
        template.putAll(values);
        as(staff("merchandiser")).body(template).post(FREIGHT).then().statusCode(201);
        return () -> {
            var id = before.remove("id");
            before.put(
                    "version",
                    as(staff("merchandiser")).get(FREIGHT + "/" + id).jsonPath().getLong("version"));
            before.values().removeIf(value -> value == null);
            as(staff("merchandiser"))
                    .body(before)
                    .put(FREIGHT + "/" + id)
                    .then()
                    .statusCode(200);
        };
    }
}
