package cn.siyu.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.testing.Database;
import cn.siyu.testing.FixtureCatalogue;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Lists for segments: who has which price while they are valid, and what the desk may do with them. */
@QuarkusTest
class SegmentPricesTest {

    private static final String LISTS = "/api/admin/v1/price-lists";

    @Inject
    Prices prices;

    @Inject
    ShopClock clock;

    @Test
    void members_of_the_segment_have_its_price_and_the_list_is_named() {
        var sku = FixtureCatalogue.product("定价甲", 2_900, FixtureCatalogue.axis("颜色", "粉"))
                .skus()
                .getFirst();
        var segment = UUID.randomUUID();
        var low = list(segment, 1, Map.of());
        var high = list(segment, 5, Map.of());
        var coming = list(
                segment,
                9,
                Map.of("validFrom", clock.instant().plus(Duration.ofDays(1)).toString()));
        price(low, sku.id(), 2_000);
        price(high, sku.id(), 2_500);
        price(coming, sku.id(), 100);

        assertThat(priceOf(sku.id(), segment, UUID.randomUUID())).isEqualTo(tag(sku.id(), high, 2_500));
        assertThat(priceOf(sku.id(), UUID.randomUUID()).list()).isEqualTo(PriceListId.DEFAULT);
        end(high);
        assertThat(priceOf(sku.id(), segment)).isEqualTo(tag(sku.id(), low, 2_000));
    }

    @Test
    void a_list_that_is_over_keeps_its_past_and_takes_no_prices() {
        var merchandiser = Staff.as("merchandiser");
        var sku = FixtureCatalogue.product("定价乙", 2_900, FixtureCatalogue.axis("颜色", "粉"))
                .skus()
                .getFirst();
        var list = list(UUID.randomUUID(), 1, Map.of());
        price(list, sku.id(), 2_000);
        price(list, sku.id(), 1_900);
        merchandiser.get(LISTS + "/" + list + "/prices").statusCode(200).body("items.amountFen", contains(1_900));

        end(list);

        merchandiser
                .get("/api/admin/v1/skus/" + sku.id() + "/prices")
                .body("items.findAll { it.priceListId == '" + list + "' }.amountFen", contains(1_900, 2_000))
                .body("items.findAll { it.priceListId == '" + list + "' }.to", everyItem(notNullValue()));
        merchandiser
                .put(LISTS + "/" + list + "/prices", prices(sku.id(), 100))
                .statusCode(409)
                .body("code", equalTo("PRICE_LIST_OVER"));
        merchandiser
                .post(LISTS + "/" + list + "/end", Map.of("version", 1, "reason", "x"))
                .statusCode(409);
    }

    @Test
    void the_desk_writes_lists_once_and_forwards() {
        var merchandiser = Staff.as("merchandiser");
        var list = list(UUID.randomUUID(), 1, Map.of());
        var code =
                merchandiser.get(LISTS + "/" + list).statusCode(200).extract().<String>path("code");

        merchandiser.get(LISTS + "?size=100").statusCode(200).body("items.id", hasItem(list));
        merchandiser
                .put(LISTS + "/" + list, Map.of("version", 0, "text", Map.of("name", "新名", "priority", 7)))
                .statusCode(200)
                .body("priority", equalTo(7), "version", equalTo(1));

        merchandiser
                .put(LISTS + "/" + list, Map.of("version", 0, "text", Map.of("name", "旧", "priority", 7)))
                .statusCode(409);
        merchandiser.post(LISTS, request(code, UUID.randomUUID(), 1, Map.of())).statusCode(409);
        merchandiser
                .post(
                        LISTS,
                        request(
                                "x" + System.nanoTime(),
                                UUID.randomUUID(),
                                1,
                                Map.of("validTo", "2020-01-01T00:00:00Z")))
                .statusCode(422)
                .body("code", equalTo("PRICE_LIST_INTERVAL"));
        merchandiser.get(LISTS + "/" + PriceListId.DEFAULT.value()).statusCode(404);
        merchandiser.get(LISTS + "/" + UUID.randomUUID() + "/prices").statusCode(404);
        merchandiser.get(LISTS + "?size=0").statusCode(400);
        Staff.as("finance")
                .post(LISTS, request("y", UUID.randomUUID(), 1, Map.of()))
                .statusCode(403);
    }

    @Test
    void the_default_list_never_ends() throws SQLException {
        try (var connection = Database.asApplication();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate(
                            "update channel_price_list set valid_to = '2099-01-01' where code = 'default'"))
                    .hasMessageContaining("channel_price_list_default_ck");
        }
    }

    private PriceTag priceOf(UUID sku, UUID... segments) {
        try {
            var tags =
                    VertxContextSupport.subscribeAndAwait(() -> prices.of(List.of(new SkuId(sku)), Set.of(segments)));
            assertThat(tags).containsOnlyKeys(new SkuId(sku));
            return tags.values().iterator().next();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static String list(UUID segment, int priority, Map<String, Object> more) {
        return Staff.as("merchandiser")
                .post(LISTS, request("l" + System.nanoTime(), segment, priority, more))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Map<String, Object> request(String code, UUID segment, int priority, Map<String, Object> more) {
        var text = new HashMap<String, Object>(more);
        text.put("name", "会员价");
        text.put("priority", priority);
        return Map.of("code", code, "segmentId", segment, "text", text);
    }

    private static void price(String list, UUID sku, long fen) {
        Staff.as("merchandiser")
                .put(LISTS + "/" + list + "/prices", prices(sku, fen))
                .statusCode(200)
                .body("changed", equalTo(1));
    }

    private static void end(String list) {
        Staff.as("merchandiser")
                .post(LISTS + "/" + list + "/end", Map.of("version", 0, "reason", "活动结束"))
                .statusCode(200)
                .body("validTo", notNullValue());
    }

    private static Map<String, Object> prices(UUID sku, long fen) {
        return Map.of("reason", "会员价", "prices", List.of(Map.of("skuId", sku, "amountFen", fen)));
    }

    private static PriceTag tag(UUID sku, String list, long fen) {
        return new PriceTag(new SkuId(sku), new PriceListId(UUID.fromString(list)), new Money(fen));
    }
}
