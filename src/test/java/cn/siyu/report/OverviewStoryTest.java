package cn.siyu.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.SignIn;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The overview at the desk, fed by what is sold and given back. */
@QuarkusTest
class OverviewStoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String OVERVIEW = "/api/admin/v1/reports/overview";

    @Test
    void a_first_order_a_second_and_a_refund_are_in_it_and_a_recomputation_agrees() {
        var goods = Shop.product(4_000, 10);
        var buyer = stranger();
        var before = overview("TODAY");

        var first = buyer.buy(goods, 1);
        awaitOrders(before.getLong("total.orders") + 1);
        var second = buyer.buy(goods, 2);
        awaitOrders(before.getLong("total.orders") + 2);

        var sold = overview("TODAY");
        assertThat(grown(before, sold, "total.settledGmvFen")).isEqualTo(first.totalFen() + second.totalFen());
        assertThat(grown(before, sold, "cSide.settledGmvFen")).isEqualTo(first.totalFen() + second.totalFen());
        assertThat(grown(before, sold, "members.buyers")).isEqualTo(1);
        assertThat(grown(before, sold, "members.newBuyers")).isEqualTo(1);
        assertThat(grown(before, sold, "members.firstOrdersGmvFen")).isEqualTo(first.totalFen());
        assertThat(grown(before, sold, "members.repeatOrdersGmvFen")).isEqualTo(second.totalFen());

        String claim = buyer.claim(second, "REFUND_ONLY")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        buyer.awaitAfterSale(claim, "DONE");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(grown(before, overview("TODAY"), "total.refundedFen"))
                        .isEqualTo(second.totalFen()));
        assertThat(grown(sold, overview("TODAY"), "total.settledGmvFen")).isZero();
        recomputed();
    }

    @Test
    void every_day_of_the_range_is_there_and_only_those_may_see_it_who_should() {
        Staff.as("auditor")
                .get(OVERVIEW + "?range=7D")
                .statusCode(200)
                .body("days", hasSize(7), "asOf", notNullValue(), "total.orders", notNullValue());
        Staff.as("finance").get(OVERVIEW + "?range=30D").statusCode(200).body("days", hasSize(30));
        Staff.as("merchandiser").get(OVERVIEW + "?range=1D").statusCode(400);
        Staff.as("support").get(OVERVIEW).statusCode(403);
        Staff.as("finance").post(OVERVIEW + "/recompute", Map.of("days", 0)).statusCode(400);
        Staff.as("support").post(OVERVIEW + "/recompute", Map.of("days", 1)).statusCode(403);
    }

    /** Somebody who shares neither phone nor door with any other buyer. */
    private static Buyer stranger() {
        var mark = String.valueOf(System.nanoTime());
        var token = SignIn.member("stranger-" + mark);
        var address = Map.of(
                "recipient",
                "李雷",
                "phone",
                "139" + mark.substring(mark.length() - 8),
                "regionCode",
                "440305",
                "detail",
                "学府路 " + mark + " 号",
                "isDefault",
                true);
        var id = Shop.as(token)
                .body(address)
                .post("/api/mp/v1/addresses")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        return new Buyer("stranger-" + mark, token, id);
    }

    private static void recomputed() {
        var finance = Staff.as("finance");
        var job = finance.post(OVERVIEW + "/recompute", Map.of("days", 31))
                .statusCode(202)
                .extract()
                .<String>path("id");
        await().atMost(PATIENCE)
                .untilAsserted(() -> Staff.as("admin")
                        .get("/api/admin/v1/jobs/" + job)
                        .statusCode(200)
                        .body("state", equalTo("DONE"), "failed", equalTo(0), "processed", equalTo(31))
                        .body("files.name", hasItem("differences.csv")));
    }

    private static void awaitOrders(long orders) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(overview("TODAY").getLong("total.orders")).isEqualTo(orders));
    }

    private static JsonPath overview(String range) {
        return Staff.as("finance")
                .get(OVERVIEW + "?range=" + range)
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static long grown(JsonPath before, JsonPath after, String path) {
        return after.getLong(path) - before.getLong(path);
    }
}
