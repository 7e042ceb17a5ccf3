package cn.siyu.channel;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import cn.siyu.testing.FixtureCatalogue;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The default price list, as merchandisers keep it. */
@QuarkusTest
class PriceStoryTest {

    private static final String PRICES = "/api/admin/v1/price-lists/default/prices";

    @Test
    void good_rows_are_set_bad_rows_are_named_and_the_past_is_kept() {
        var merchandiser = Staff.as("merchandiser");
        var skus = FixtureCatalogue.product("安抚奶嘴", 2900, FixtureCatalogue.axis("颜色", "粉", "蓝"))
                .skus();
        var dearer = skus.getFirst();
        var same = skus.getLast();

        merchandiser
                .put(
                        PRICES,
                        Map.of(
                                "reason",
                                "换季",
                                "prices",
                                List.of(
                                        row(dearer.id(), 3900),
                                        row(same.id(), same.priceFen()),
                                        row(UUID.randomUUID(), 100),
                                        row(dearer.id(), 100),
                                        Map.of("skuId", same.id(), "amountFen", 0))))
                .statusCode(200)
                .body("changed", equalTo(1), "unchanged", equalTo(1), "errors.index", contains(2, 3, 4))
                .body("errors.code", contains("PRICE_SKU_UNKNOWN", "PRICE_SKU_TWICE", "PRICE_OUT_OF_RANGE"));
        merchandiser
                .get("/api/admin/v1/skus/" + dearer.id() + "/prices")
                .statusCode(200)
                .body("items.amountFen", contains(3900, 2900))
                .body("items[0].to", nullValue(), "items[1].to", notNullValue());
        merchandiser.get(PRICES + "?size=100").statusCode(200).body("items.skuId", hasItem(notNullValue()));
    }

    @Test
    void a_change_needs_a_reason_and_a_merchandiser() {
        var body = Map.of("reason", "x", "prices", List.of(row(UUID.randomUUID(), 100)));

        Staff.as("merchandiser").put(PRICES, Map.of("prices", List.of())).statusCode(400);
        Staff.as("finance").put(PRICES, body).statusCode(403);
        Staff.as("finance").get(PRICES + "?page=0").statusCode(400);
        Staff.as("finance")
                .get("/api/admin/v1/skus/" + UUID.randomUUID() + "/prices")
                .statusCode(404);
    }

    private static Map<String, Object> row(UUID sku, long fen) {
        return Map.of("skuId", sku, "amountFen", fen);
    }
}
