package cn.siyu.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.Database;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Goods;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A counter that nobody's movement explains is found, named and put right by a count, never in silence (REL-24). */
@QuarkusTest
class StockCheckTest {

    private static final String PATH = "/api/admin/v1/stock-differences";

    @Test
    void a_counter_that_somebody_changed_by_hand_is_found_named_and_corrected_by_a_count() throws SQLException {
        var goods = Shop.product(1000, 10);
        var _ = Shop.buyer().order(goods, 2);
        byHand("update inventory_stock set on_hand = 13, reserved = 1 where sku = '%s'", goods);

        var job = checked();

        assertThat(job.getLong("failed")).isPositive();
        assertThat(file(job.getString("id"))).contains(goods.sku() + ",");
        var found = found(goods);
        assertThat(found)
                .containsEntry("onHand", 13)
                .containsEntry("onHandMoved", 10)
                .containsEntry("reserved", 1)
                .containsEntry("reservedMoved", 2)
                .containsEntry("reservedKept", 2);
        // Finding is not repairing.
        assertThat(counts(goods)).isEqualTo("13/1");

        var id = String.valueOf(found.get("id"));
        assertThat(correct(id, Shop.key(), 1).<String>path("code")).isEqualTo("STOCK_LINES_REFUSED");
        var key = Shop.key();
        var corrected = correct(id, key, 12);
        corrected.then().statusCode(201);
        assertThat(correct(id, key, 12).asString()).isEqualTo(corrected.asString());
        correct(id, Shop.key(), 12).then().statusCode(404);
        assertThat(counts(goods)).isEqualTo("12/2");
        var movement = Shop.as(Shop.staff("auditor"))
                .get("/api/admin/v1/stock-movements?type=CORRECT&skuId=" + goods.sku())
                .jsonPath();
        assertThat(movement.getInt("items[0].onHandDelta")).isEqualTo(2);
        assertThat(movement.getInt("items[0].reservedDelta")).isZero();
        assertThat(movement.getString("items[0].reason")).isEqualTo("盘点");
        var _ = checked();
        assertThat(list("?size=100").getList("items.skuId")).doesNotContain(goods.sku());
    }

    @Test
    void a_counter_that_lost_everything_is_corrected_to_what_was_counted() throws SQLException {
        var goods = Shop.product(1000, 10);
        byHand("update inventory_stock set on_hand = 0 where sku = '%s'", goods);
        var _ = checked();

        correct(String.valueOf(found(goods).get("id")), Shop.key(), 4).then().statusCode(201);

        assertThat(counts(goods)).isEqualTo("4/0");
    }

    @Test
    void a_reservation_that_is_not_counted_is_found_and_gone_when_it_is_counted_again() throws SQLException {
        var goods = Shop.product(1000, 10);
        var _ = Shop.buyer().order(goods, 3);
        byHand("update inventory_reservation set quantity = 4 where sku = '%s'", goods);

        var _ = checked();
        assertThat(found(goods)).containsEntry("reserved", 3).containsEntry("reservedKept", 4);
        byHand("update inventory_reservation set quantity = 3 where sku = '%s'", goods);
        var _ = checked();

        assertThat(list("?size=100").getList("items.skuId")).doesNotContain(goods.sku());
        assertThat(list("?open=false&size=100")
                        .getString("items.find { it.skuId == '%s' }.outcome".formatted(goods.sku())))
                .isEqualTo("GONE");
    }

    @Test
    void who_does_not_keep_the_stock_neither_checks_nor_corrects() {
        Shop.as(Shop.staff("support")).post(PATH + "/check").then().statusCode(403);
        Shop.as(Shop.staff("auditor")).get(PATH + "?size=0").then().statusCode(400);
        Shop.as(Shop.staff("merchandiser"))
                .header("Idempotency-Key", Shop.key())
                .body(Map.of("counted", 1, "reason", "x"))
                .post(PATH + "/" + UUID.randomUUID() + "/correction")
                .then()
                .statusCode(403);
    }

    private static JsonPath checked() {
        String id = Shop.as(Shop.staff("ops"))
                .post(PATH + "/check")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(job(id).getString("state")).isEqualTo("DONE"));
        return job(id);
    }

    private static JsonPath job(String id) {
        return Shop.as(Shop.staff("ops")).get("/api/admin/v1/jobs/{id}", id).jsonPath();
    }

    private static String file(String job) {
        return Shop.as(Shop.staff("ops"))
                .get("/api/admin/v1/jobs/{id}/files/differences.csv", job)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static JsonPath list(String query) {
        return Shop.as(Shop.staff("auditor"))
                .get(PATH + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Map<String, Object> found(Goods goods) {
        List<Map<String, Object>> all = list("?size=100").getList("items");
        return all.stream()
                .filter(each -> goods.sku().equals(each.get("skuId")))
                .findFirst()
                .orElseThrow();
    }

    private static Response correct(String id, String key, int counted) {
        return Shop.as(Shop.staff("ops"))
                .header("Idempotency-Key", key)
                .body(Map.of("counted", counted, "reason", "盘点"))
                .post(PATH + "/" + id + "/correction");
    }

    private static String counts(Goods goods) {
        var counts = Shop.as(Shop.staff("ops"))
                .get("/api/admin/v1/stock?skuId=" + goods.sku())
                .jsonPath();
        return counts.getInt("items[0].onHand") + "/" + counts.getInt("items[0].reserved");
    }

    /** As nobody but a superuser could. */
    private static void byHand(String sql, Goods goods) throws SQLException {
        try (var connection = Database.asOwner();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql.formatted(goods.sku()))).isEqualTo(1);
        }
    }
}
