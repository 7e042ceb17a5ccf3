package cn.siyu.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.Database;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Goods;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** First in, first out: what is still there came in last, however often it was moved about in the house. */
@QuarkusTest
class StockAgeTest {

    private static final String PATH = "/api/admin/v1/stock-ages";
    private static final String STOCK = "/api/admin/v1/stock-";

    @Test
    void what_is_left_is_as_old_as_the_last_receipts_that_explain_it() throws SQLException {
        var goods = Shop.product(1000, 10);
        received(goods, 200);
        Shop.count(goods.sku(), 15);
        received(goods, 100);
        Shop.count(goods.sku(), 19);
        received(goods, 40);
        Shop.count(goods.sku(), 20);
        var buyer = Shop.buyer();
        Shop.ship(buyer.buy(goods, 6));

        var row = row(goods, "");

        // Six of the ten oldest have left.
        assertThat(row)
                .containsEntry("onHand", 14)
                .containsEntry("older", 4)
                .containsEntry("upTo180Days", 5)
                .containsEntry("upTo90Days", 4)
                .containsEntry("upTo30Days", 1);
        assertThat(row.get("valueFen")).isNull();
    }

    @Test
    void a_transfer_within_the_house_is_no_receipt_and_one_between_houses_is() throws SQLException {
        var goods = Shop.product(1000, 10);
        received(goods, 200);
        costs(goods, 321);
        var pools = Shop.as(Shop.staff("ops")).get(STOCK + "pools").jsonPath();
        var main = pools.getString("items[0].id");
        var home = pools.getString("items[0].locationCode");
        var near = pool(home, "MP");
        var far = pool("L" + System.nanoTime(), "SHARED");

        transfer(goods, main, near, 3);
        transfer(goods, near, far, 2);

        List<Map<String, Object>> rows = rows(goods, "");
        assertThat(rows).hasSize(2);
        assertThat(rows.stream().filter(each -> home.equals(each.get("locationCode"))))
                .singleElement()
                .satisfies(each -> assertThat(each)
                        .containsEntry("onHand", 8)
                        .containsEntry("older", 8)
                        .containsEntry("valueFen", 8 * 321));
        assertThat(rows.stream().filter(each -> !home.equals(each.get("locationCode"))))
                .singleElement()
                .satisfies(each -> assertThat(each).containsEntry("onHand", 2).containsEntry("upTo30Days", 2));
        assertThat(rows(goods, "&locationId=" + rows.getFirst().get("locationId")))
                .hasSize(1);
    }

    @Test
    void pages_and_the_file_hold_the_same_rows() {
        var first = Shop.product(1000, 3);
        var second = Shop.product(1000, 4);
        var seen = new ArrayList<String>();
        String cursor = null;
        do {
            var page = Shop.as(Shop.staff("auditor"))
                    .get(PATH + "?limit=100" + (cursor == null ? "" : "&cursor=" + cursor))
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("items.collect { it.skuId + ' ' + it.locationId }", String.class));
            cursor = page.getString("nextCursor");
        } while (cursor != null);

        var file = Shop.as(Shop.staff("auditor"))
                .get(PATH + "/export")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(seen)
                .anyMatch(row -> row.startsWith(first.sku()))
                .anyMatch(row -> row.startsWith(second.sku()))
                .doesNotHaveDuplicates();
        assertThat(file.lines().count()).isGreaterThan(seen.size());
        assertThat(file).contains(first.sku() + "," + first.codes().getFirst());
        Shop.as(Shop.staff("auditor")).get(PATH + "?limit=0").then().statusCode(400);
        Shop.as(Shop.buyer().token()).get(PATH + "/export").then().statusCode(403);
    }

    private static Map<String, Object> row(Goods goods, String query) {
        return rows(goods, query).getFirst();
    }

    private static List<Map<String, Object>> rows(Goods goods, String query) {
        return Shop.as(Shop.staff("finance"))
                .get(PATH + "?skuId=" + goods.sku() + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
    }

    /** What came in so far came so many days ago. */
    private static void received(Goods goods, int days) throws SQLException {
        try (var connection = Database.asOwner();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("""
                            update inventory_movement set at = at - interval '%d days'
                             where sku = '%s' and id = (select id from inventory_movement where sku = '%s' order by id desc limit 1)""".formatted(days, goods.sku(), goods.sku())))
                    .isEqualTo(1);
        }
    }

    private static void costs(Goods goods, long fen) {
        var desk = Shop.as(Shop.staff("merchandiser"));
        var version = desk.get("/api/admin/v1/products/{id}", goods.productId())
                .jsonPath()
                .getLong("skus[0].version");
        Shop.as(Shop.staff("merchandiser"))
                .body(new HashMap<>(Map.of("costFen", fen, "version", version)))
                .put("/api/admin/v1/products/{id}/skus/{sku}", goods.productId(), goods.sku())
                .then()
                .statusCode(200);
    }

    private static String pool(String location, String channel) {
        return Shop.as(Shop.staff("ops"))
                .body(Map.of("locationCode", location, "locationName", "仓", "channel", channel))
                .post(STOCK + "pools")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static void transfer(Goods goods, String from, String to, int units) {
        Shop.as(Shop.staff("ops"))
                .header("Idempotency-Key", Shop.key())
                .body(Map.of(
                        "fromPoolId",
                        from,
                        "toPoolId",
                        to,
                        "lines",
                        List.of(Map.of("skuId", goods.sku(), "units", units)),
                        "reason",
                        "移库"))
                .post(STOCK + "transfers")
                .then()
                .statusCode(201);
    }
}
