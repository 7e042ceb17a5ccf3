package cn.siyu.catalog.web;

import static cn.siyu.testing.FixtureCatalogue.code;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import cn.siyu.testing.FixtureCatalogue;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Products as merchandisers write them. */
@QuarkusTest
class ProductStoryTest {

    private static final String PRODUCTS = "/api/admin/v1/products";

    private Staff merchandiser = new Staff("");

    @BeforeEach
    void signIn() {
        merchandiser = Staff.as("merchandiser");
    }

    @Test
    void a_product_goes_from_draft_through_sale_into_the_bin_and_back() {
        var id = draft(category());

        merchandiser.post(path(id, "unpublish")).statusCode(409).body("code", equalTo("PRODUCT_TRANSITION"));
        merchandiser.post(path(id, "restore")).statusCode(409);
        merchandiser.post(path(id, "publish")).statusCode(200).body("state", equalTo("ON_SALE"));
        merchandiser.post(path(id, "recycle")).statusCode(409);
        merchandiser.post(path(id, "publish")).statusCode(409);
        merchandiser.post(path(id, "unpublish")).statusCode(200).body("state", equalTo("OFF_SALE"));
        merchandiser.post(path(id, "recycle")).statusCode(200).body("state", equalTo("RECYCLED"));
        merchandiser.get(PRODUCTS + "?state=RECYCLED&size=100").statusCode(200).body("items.id", hasItem(id));
        merchandiser.get(PRODUCTS + "?size=100").statusCode(200).body("items.id", not(hasItem(id)));
        merchandiser.post(path(id, "restore")).statusCode(200).body("state", equalTo("OFF_SALE"));
    }

    @Test
    void a_product_without_category_or_sku_cannot_be_sold() {
        var withoutCategory = draft(null);
        var withoutSku = merchandiser
                .post(PRODUCTS, request(code("P"), text(category()), List.of()))
                .statusCode(201)
                .extract()
                .<String>path("id");

        merchandiser.post(path(withoutCategory, "publish")).statusCode(422).body("code", equalTo("PRODUCT_INCOMPLETE"));
        merchandiser.post(path(withoutSku, "publish")).statusCode(422).body("code", equalTo("PRODUCT_INCOMPLETE"));
    }

    @Test
    void a_request_says_what_is_wrong_with_it() {
        var blank = text(null);
        blank.put("title", " ");
        var claim = text(null);
        claim.put("title", "全网销量第一奶瓶");
        var unknown = text(UUID.randomUUID().toString());
        var twice = List.of(sku("红", "59"), sku("红", "59"));
        var otherAxis = Map.of("code", code("S"), "spec", List.of(Map.of("axis", "材质", "value", "棉")));

        merchandiser.post(PRODUCTS, request(code("P"), blank, List.of())).statusCode(400);
        merchandiser
                .post(PRODUCTS, request(code("P"), claim, List.of()))
                .statusCode(422)
                .body("code", equalTo("PRODUCT_TITLE_CLAIM"), "word", equalTo("销量第一"));
        merchandiser
                .post(PRODUCTS, request(code("P"), unknown, List.of()))
                .statusCode(422)
                .body("code", equalTo("CATALOG_REFERENCE_UNKNOWN"), "errors[0].field", equalTo("text.categoryId"));
        merchandiser
                .post(PRODUCTS, request(code("P"), text(null), twice))
                .statusCode(409)
                .body("code", equalTo("SPEC_TAKEN"));
        merchandiser
                .post(PRODUCTS, request(code("P"), text(null), List.of(otherAxis)))
                .statusCode(422)
                .body("code", equalTo("SPEC_AXES"));
    }

    @Test
    void details_are_stored_clean() {
        var text = text(null);
        text.put(
                "detailHtml",
                "<p onclick=\"x()\">可机洗</p><script>alert(1)</script><img src=\"http://a.example/b.png\">");

        merchandiser
                .post(PRODUCTS, request(code("P"), text, List.of()))
                .statusCode(201)
                .body("detailHtml", not(containsString("script")), "detailHtml", not(containsString("onclick")))
                .body("detailHtml", containsString("<p>可机洗</p>"), "detailHtml", containsString("placeholder"));
    }

    @Test
    void an_edit_of_an_old_version_is_refused_with_the_current_product() {
        var id = draft(null);
        var newer = text(null);
        newer.put("title", "新标题");

        merchandiser
                .put(PRODUCTS + "/" + id, Map.of("text", newer, "version", 0))
                .statusCode(200)
                .body("title", equalTo("新标题"), "version", equalTo(1));
        merchandiser
                .put(PRODUCTS + "/" + id, Map.of("text", text(null), "version", 0))
                .statusCode(409)
                .body("code", equalTo("STATE_CHANGED"), "current.title", equalTo("新标题"), "current.version", equalTo(1));
        merchandiser.put(PRODUCTS + "/" + id, Map.of("text", newer)).statusCode(400);
        merchandiser
                .put(PRODUCTS + "/" + UUID.randomUUID(), Map.of("text", newer, "version", 0))
                .statusCode(404);
    }

    @Test
    void two_skus_of_one_combination_at_once_become_one() throws Exception {
        var id = draft(null);
        Callable<Integer> add = () -> merchandiser
                .post(PRODUCTS + "/" + id + "/skus", sku("蓝", "73"))
                .extract()
                .statusCode();

        try (var pool = Executors.newFixedThreadPool(4)) {
            var answers = pool.invokeAll(List.of(add, add, add, add)).stream()
                    .map(answer -> {
                        try {
                            return answer.get();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();

            assertThat(answers).containsExactlyInAnyOrder(201, 409, 409, 409);
        }
        merchandiser
                .get(PRODUCTS + "/" + id)
                .statusCode(200)
                .body("axes.name", contains("颜色", "尺码"), "axes[1].values", contains("59", "66", "73"));
    }

    @Test
    void a_sku_is_changed_by_version_and_keeps_its_combination() {
        var id = draft(null);
        var sku = merchandiser.get(PRODUCTS + "/" + id).extract().<String>path("skus[0].id");
        var path = PRODUCTS + "/" + id + "/skus/" + sku;

        merchandiser
                .put(path, Map.of("weightGrams", 300, "discontinued", true, "version", 0))
                .statusCode(200)
                .body("skus[0].weightGrams", equalTo(300), "skus[0].discontinued", equalTo(true));
        merchandiser.put(path, Map.of("weightGrams", 1, "version", 0)).statusCode(409);
        merchandiser
                .put(PRODUCTS + "/" + id + "/skus/" + UUID.randomUUID(), Map.of("version", 0))
                .statusCode(404);
    }

    @Test
    void a_schedule_puts_a_product_on_sale_and_takes_it_down() {
        var id = draft(category());
        var publishAt = SandboxControl.now().plus(Duration.ofMinutes(3));
        var schedule = Map.of(
                "publishAt",
                publishAt.toString(),
                "unpublishAt",
                publishAt.plusSeconds(120).toString());

        merchandiser
                .put(path(id, "schedule"), Map.of("publishAt", "2020-01-01T00:00:00Z"))
                .statusCode(422);
        merchandiser.put(path(id, "schedule"), schedule).statusCode(200).body("state", equalTo("DRAFT"));
        SandboxControl.advance(Duration.ofMinutes(4));
        await().untilAsserted(() ->
                merchandiser.get(PRODUCTS + "/" + id).body("state", equalTo("ON_SALE"), "publishAt", nullValue()));
        SandboxControl.advance(Duration.ofMinutes(3));
        await().untilAsserted(() ->
                merchandiser.get(PRODUCTS + "/" + id).body("state", equalTo("OFF_SALE"), "unpublishAt", nullValue()));
        SandboxControl.resetClock();
    }

    @Test
    void every_change_is_in_the_audit_log_with_before_and_after() {
        var id = draft(category());
        merchandiser.post(path(id, "publish")).statusCode(200);

        Staff.as("auditor")
                .get("/api/admin/v1/audit-logs?targetKind=product&targetId=" + id)
                .statusCode(200)
                .body("items.action", contains("product.publish", "product.create"))
                .body("items[0].before.state", equalTo("DRAFT"), "items[0].after.state", equalTo("ON_SALE"));
    }

    @Test
    void merchandisers_write_others_read_members_neither() {
        var id = draft(null);

        Staff.as("auditor").get(PRODUCTS + "/" + id).statusCode(200);
        Staff.as("auditor").post(path(id, "publish")).statusCode(403);
        Staff.as("support")
                .post(PRODUCTS, request(code("P"), text(null), List.of()))
                .statusCode(403);
        given().get(PRODUCTS).then().statusCode(401);
        merchandiser.get(PRODUCTS + "/" + UUID.randomUUID()).statusCode(404);
        merchandiser.get(PRODUCTS + "?size=1000").statusCode(400);
    }

    @Test
    void the_list_finds_by_words_category_and_page() {
        var category = category();
        var id = draft(category);
        var newer = draft(category);

        merchandiser
                .get(PRODUCTS + "?categoryId=" + category + "&page=1&size=1")
                .statusCode(200)
                .body("total", equalTo(2), "items.id", contains(newer));
        merchandiser
                .get(PRODUCTS + "?categoryId=" + category + "&page=2&size=1")
                .statusCode(200)
                .body("items.id", contains(id));
        merchandiser.get(PRODUCTS + "?q=100%25_").statusCode(200).body("total", equalTo(0));
    }

    private String category() {
        return FixtureCatalogue.category(merchandiser.token()).toString();
    }

    private String draft(@Nullable String category) {
        return merchandiser
                .post(PRODUCTS, request(code("P"), text(category), List.of(sku("红", "59"), sku("蓝", "66"))))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Map<String, Object> request(String code, Map<String, Object> text, List<?> skus) {
        return Map.of("code", code, "text", text, "axes", List.of("颜色", "尺码"), "skus", skus);
    }

    private static Map<String, Object> text(@Nullable String category) {
        var text = new HashMap<String, Object>();
        text.put("title", "婴儿连体衣");
        text.put("role", "TRAFFIC");
        text.put("marketPriceFen", 9900);
        text.put("attributes", List.of(Map.of("name", "面料", "value", "100%棉")));
        if (category != null) {
            text.put("categoryId", category);
        }
        return text;
    }

    private static Map<String, Object> sku(String colour, String size) {
        return Map.of(
                "code",
                code("S"),
                "spec",
                List.of(Map.of("axis", "颜色", "value", colour), Map.of("axis", "尺码", "value", size)));
    }

    private static String path(String id, String command) {
        return PRODUCTS + "/" + id + "/" + command;
    }
}
