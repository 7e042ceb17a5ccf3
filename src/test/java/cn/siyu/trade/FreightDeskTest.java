package cn.siyu.trade;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Freight templates as staff keep them. */
@QuarkusTest
class FreightDeskTest {

    private static final String PATH = "/api/admin/v1/freight-templates";

    @Test
    void a_template_is_added_changed_and_removed() {
        var name = "模板 " + System.nanoTime();

        var added = merchandiser(template(name, false, 0)).post(PATH);
        added.then().statusCode(201);
        String id = added.path("id");
        merchandiser(template(name, false, 0)).post(PATH).then().statusCode(409);
        merchandiser(template(name + "改", false, 0)).put(PATH + "/" + id).then().statusCode(200);

        var stale = merchandiser(template(name, false, 0)).put(PATH + "/" + id);
        stale.then().statusCode(409);
        assertThat(stale.<String>path("code")).isEqualTo("STATE_CHANGED");
        assertThat(seen(id).<String>path("name")).isEqualTo(name + "改");
        Shop.as(Shop.staff("merchandiser"))
                .delete(PATH + "/" + id + "?version=0")
                .then()
                .statusCode(409);
        Shop.as(Shop.staff("merchandiser"))
                .delete(PATH + "/" + id + "?version=1")
                .then()
                .statusCode(204);
        seen(id).then().statusCode(404);
    }

    @Test
    void there_is_always_one_default() {
        var all = Shop.as(Shop.staff("support"))
                .get(PATH)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(all.getList("items.findAll { it.defaultTemplate }")).hasSize(1);
        var id = all.getString("items[0].id");
        var version = all.getLong("items[0].version");

        Shop.as(Shop.staff("merchandiser"))
                .delete(PATH + "/" + id + "?version=" + version)
                .then()
                .statusCode(422);
        merchandiser(template(all.getString("items[0].name"), false, version))
                .put(PATH + "/" + id)
                .then()
                .statusCode(422);
    }

    @Test
    void a_template_without_zones_and_a_template_of_a_stranger_are_refused() {
        var body = template("x" + System.nanoTime(), false, 0);
        body.put("zones", List.of());

        merchandiser(body).post(PATH).then().statusCode(400);
        var noBasis = template("w" + System.nanoTime(), false, 0);
        noBasis.put("basis", null);
        merchandiser(noBasis).post(PATH).then().statusCode(400);
        Shop.as(Shop.staff("auditor"))
                .body(template("y", false, 0))
                .post(PATH)
                .then()
                .statusCode(403);
        merchandiser(template("z" + System.nanoTime(), false, 0))
                .put(PATH + "/" + UUID.randomUUID())
                .then()
                .statusCode(404);
        Shop.as(Shop.buyer().token()).get(PATH).then().statusCode(403);
    }

    private static RequestSpecification merchandiser(Map<String, Object> body) {
        return Shop.as(Shop.staff("merchandiser")).body(body);
    }

    private static Response seen(String id) {
        return Shop.as(Shop.staff("merchandiser")).get(PATH + "/" + id);
    }

    private static Map<String, Object> template(String name, boolean isDefault, long version) {
        return new HashMap<>(Map.of(
                "name",
                name,
                "basis",
                "PIECE",
                "defaultTemplate",
                isDefault,
                "undeliverable",
                List.of("81"),
                "zones",
                List.of(Map.of(
                        "regions", List.of(), "first", 1, "firstFen", 500, "additional", 1, "additionalFen", 100)),
                "version",
                version));
    }
}
