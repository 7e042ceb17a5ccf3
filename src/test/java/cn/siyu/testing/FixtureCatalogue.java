package cn.siyu.testing;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A small mother-and-baby shop of our own making: sixteen products with two or three axes and four or more SKUs each, written
 * and priced through the HTTP API by a merchandiser, on sale. Each {@link #stand()} makes products of its own, so that tests
 * do not meet.
 */
public final class FixtureCatalogue {

    private static final List<Model> MODELS = List.of(
            new Model("竹棉婴儿连体衣", 6900, axis("颜色", "米白", "豆绿"), axis("尺码", "59", "66", "73")),
            new Model("软底学步鞋", 12900, axis("颜色", "白", "灰"), axis("内长", "13cm", "14cm"), axis("脚型", "普通", "胖脚")),
            new Model("可拆洗哺乳枕", 15900, axis("花色", "云朵", "小鹿"), axis("填充", "标准", "加厚")),
            new Model("防胀气奶瓶", 8900, axis("容量", "160ml", "240ml"), axis("奶嘴", "S", "M", "L")),
            new Model("纱布浴巾", 5900, axis("颜色", "鹅黄", "浅蓝"), axis("层数", "四层", "六层")),
            new Model("推车凉席", 9900, axis("颜色", "灰", "绿"), axis("尺寸", "小号", "大号")),
            new Model("婴儿睡袋", 19900, axis("颜色", "粉", "蓝"), axis("厚度", "薄款", "中厚"), axis("尺码", "80", "90")),
            new Model("训练学饮杯", 7900, axis("颜色", "橙", "青"), axis("款式", "鸭嘴", "吸管")),
            new Model("云柔纸尿裤", 11900, axis("尺码", "NB", "S", "M", "L"), axis("包装", "单包", "三包")),
            new Model("硅胶围兜", 3900, axis("颜色", "蓝", "粉"), axis("图案", "小象", "小熊")),
            new Model("实木拼插积木", 16900, axis("颗粒", "60粒", "100粒"), axis("颜色", "原木", "彩色")),
            new Model("孕妇哺乳内衣", 13900, axis("颜色", "肤", "黑"), axis("罩杯", "B", "C", "D"), axis("底围", "75", "80")),
            new Model("宝宝餐椅坐垫", 4900, axis("颜色", "灰", "米"), axis("厚度", "2cm", "4cm")),
            new Model("外出妈咪包", 25900, axis("颜色", "藏青", "卡其"), axis("容量", "18L", "24L")),
            new Model("幼儿雨衣", 8500, axis("颜色", "黄", "绿"), axis("身高", "90", "100", "110")),
            new Model("恒温吸奶器套装", 39900, axis("款式", "单边", "双边"), axis("法兰", "21mm", "24mm")));

    private FixtureCatalogue() {}

    /** A SKU of the fixture: {@code spec} is axis to value in the order of the axes. */
    public record Sku(UUID id, String code, Map<String, String> spec, long priceFen) {}

    /** A product of the fixture. */
    public record Product(UUID spuId, String code, String title, UUID categoryId, List<Axis> axes, List<Sku> skus) {}

    /** An axis with its values in order. */
    public record Axis(String name, List<String> values) {}

    private record Model(String title, long priceFen, List<Axis> axes) {

        Model(String title, long priceFen, Axis... axes) {
            this(title, priceFen, List.of(axes));
        }
    }

    /** The whole shop: sixteen products on sale with prices, in a category of their own; no stock. */
    public static List<Product> stand() {
        return stand(MODELS.size());
    }

    /** The first {@code count} products of the shop. */
    public static List<Product> stand(int count) {
        var token = SignIn.staff("merchandiser");
        var category = category(token);
        return MODELS.stream()
                .limit(count)
                .map(model -> put(token, category, model))
                .toList();
    }

    /** One product with these axes, on sale; of more than four combinations the last is not made. */
    public static Product product(String title, long priceFen, Axis... axes) {
        var token = SignIn.staff("merchandiser");
        return put(token, category(token), new Model(title, priceFen, axes));
    }

    /** Puts units of SKUs into the first pool, on top of what is there. */
    public static void stock(Map<UUID, Integer> units) {
        var ops = SignIn.staff("ops");
        var pool = given().auth()
                .oauth2(ops)
                .get("/api/admin/v1/stock-pools")
                .then()
                .statusCode(200)
                .extract()
                .<String>path("items[0].id");
        var lines = units.entrySet().stream()
                .map(entry -> Map.of("skuId", entry.getKey(), "delta", entry.getValue()))
                .toList();
        given().auth()
                .oauth2(ops)
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("poolId", pool, "reason", "opening", "lines", lines))
                .post("/api/admin/v1/stock-adjustments")
                .then()
                .statusCode(201);
    }

    public static Axis axis(String name, String... values) {
        return new Axis(name, List.of(values));
    }

    /** A new root category. */
    public static UUID category(String token) {
        return post(token, "/api/admin/v1/categories", Map.of("code", code("C"), "text", Map.of("name", "母婴")), 201)
                .getUUID("id");
    }

    /** A code that nothing else has. */
    public static String code(String prefix) {
        return prefix + "-" + UUID.randomUUID();
    }

    private static Product put(String token, UUID category, Model model) {
        var code = code("P");
        var tuples = tuples(model.axes());
        var skus = IntStream.range(0, made(tuples.size()))
                .mapToObj(i -> sku(code + "-" + i, model.axes(), tuples.get(i)))
                .toList();
        var draft = post(
                token,
                "/api/admin/v1/products",
                Map.of(
                        "code",
                        code,
                        "text",
                        Map.of(
                                "title",
                                model.title(),
                                "brief",
                                "我们自己的样例商品",
                                "categoryId",
                                category,
                                "coverUrl",
                                "https://img.example/" + code + ".png",
                                "detailHtml",
                                "<p>" + model.title() + "</p>"),
                        "axes",
                        model.axes().stream().map(Axis::name).toList(),
                        "skus",
                        skus),
                201);
        var made = skus(draft, model);
        price(token, made);
        var onSale = post(token, "/api/admin/v1/products/" + draft.getString("id") + "/publish", Map.of(), 200);
        return new Product(onSale.getUUID("id"), code, model.title(), category, model.axes(), made);
    }

    /** Where four SKUs are left, the last combination is not made, so that there is one that does not exist. */
    private static int made(int combinations) {
        return combinations > 4 ? combinations - 1 : combinations;
    }

    private static Map<String, Object> sku(String code, List<Axis> axes, List<String> tuple) {
        var spec = IntStream.range(0, axes.size())
                .mapToObj(i -> Map.of("axis", axes.get(i).name(), "value", tuple.get(i)))
                .toList();
        return Map.of("code", code, "spec", spec, "weightGrams", 250);
    }

    private static List<Sku> skus(JsonPath draft, Model model) {
        List<Map<String, Object>> views = draft.getList("skus");
        return IntStream.range(0, views.size())
                .mapToObj(i -> new Sku(
                        UUID.fromString(String.valueOf(views.get(i).get("id"))),
                        String.valueOf(views.get(i).get("code")),
                        spec(draft.getList("skus[" + i + "].spec")),
                        model.priceFen() + 100L * i))
                .toList();
    }

    private static Map<String, String> spec(List<Map<String, String>> values) {
        var spec = new LinkedHashMap<String, String>();
        values.forEach(value -> spec.put(value.get("axis"), value.get("value")));
        return spec;
    }

    private static void price(String token, List<Sku> skus) {
        given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(Map.of(
                        "reason",
                        "opening",
                        "prices",
                        skus.stream()
                                .map(sku -> Map.of("skuId", sku.id(), "amountFen", sku.priceFen()))
                                .toList()))
                .put("/api/admin/v1/price-lists/default/prices")
                .then()
                .statusCode(200);
    }

    private static List<List<String>> tuples(List<Axis> axes) {
        List<List<String>> tuples = List.of(List.of());
        for (var axis : axes) {
            tuples = tuples.stream()
                    .flatMap(begun -> axis.values().stream().map(value -> {
                        var longer = new ArrayList<>(begun);
                        longer.add(value);
                        return List.copyOf(longer);
                    }))
                    .toList();
        }
        return tuples;
    }

    private static JsonPath post(String token, String path, Object body, int status) {
        return given().auth()
                .oauth2(token)
                .contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then()
                .statusCode(status)
                .extract()
                .jsonPath();
    }
}
