package cn.siyu.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import cn.siyu.commission.Earners;
import cn.siyu.commission.Earners.Partner;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Placed;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who has sold most is who has sold what stayed sold. */
@QuarkusTest
class LeaderboardStoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String DESK = "/api/admin/v1/reports/leaderboards";
    private static final String BOARDS = Earners.API + "/leaderboards";

    @Test
    void settled_sales_make_places_ties_share_them_and_a_refund_takes_its_part() {
        var ann = Earners.distributor();
        var bea = Earners.distributor();
        var goods = Shop.product(7_000_000, 9);
        var _ = sold(ann, goods, 2);
        var beas = sold(bea, goods, 2);
        Earners.thaw();

        awaitSales(ann, 14_000_000);
        awaitSales(bea, 14_000_000);
        assertThat(desk(ann).getLong("rank")).isEqualTo(desk(bea).getLong("rank"));
        assertThat(desk(ann).getLong("orders")).isEqualTo(1);
        seen(ann, "SALES").body("own.score", equalTo(14_000_000), "own.own", equalTo(true), "visible", equalTo(true));

        Earners.refund(beas, 7_000_000);
        awaitSales(bea, 7_000_000);
        assertThat(desk(bea).getLong("rank")).isGreaterThan(desk(ann).getLong("rank"));
        assertThat(desk(bea).getLong("orders")).isEqualTo(1);
        // WeChat takes two refunds of one payment only a minute apart.
        SandboxControl.advance(Duration.ofMinutes(2));
        Earners.refund(beas, 7_000_000);
        await().atMost(PATIENCE)
                .untilAsserted(() -> Staff.as("finance")
                        .get(today("DISTRIBUTOR"))
                        .body("items.partnerId", not(hasItem(bea.id().toString()))));
    }

    @Test
    void whoever_does_not_want_to_be_seen_is_left_out_for_others() {
        var ann = Earners.distributor();
        var bea = Earners.distributor();
        var goods = Shop.product(6_000_000, 9);
        var _ = sold(ann, goods, 1);
        var _ = sold(bea, goods, 2);
        Earners.thaw();
        awaitSales(ann, 6_000_000);
        awaitSales(bea, 12_000_000);
        var rank = seen(ann, "SALES").extract().<Integer>path("own.rank");
        seen(ann, "ORDERS").body("own.score", equalTo(1));
        ann.again()
                .person()
                .asks()
                .get(BOARDS + "?board=DISTRIBUTOR&period=WEEK&by=NEW_CUSTOMERS")
                .then()
                .statusCode(200);

        visible(bea, false);
        seen(ann, "SALES").body("own.rank", equalTo(rank - 1));
        seen(bea, "SALES").body("own.score", equalTo(12_000_000), "visible", equalTo(false));
        assertThat(desk(bea).getBoolean("hidden")).isTrue();
        visible(bea, true);
        seen(ann, "SALES").body("own.rank", equalTo(rank)).body("items.name", hasItem("李**"));
        Staff.as("ops").get(DESK + "?board=KOC&period=WEEK&by=ORDERS").statusCode(200);
    }

    @Test
    void boards_are_for_those_who_can_be_on_them() {
        var nobody = Shop.buyer();

        nobody.asks().get(BOARDS + "?board=KOC").then().statusCode(403).body("code", equalTo("NOT_ON_A_BOARD"));
        nobody.asks()
                .body(Map.of("visible", false))
                .put(BOARDS + "/visibility")
                .then()
                .statusCode(403);
        Staff.as("support").get(DESK + "?board=KOC").statusCode(403);
        Staff.as("finance").get(DESK).statusCode(400);
    }

    private static Placed sold(Partner partner, Shop.Goods goods, int quantity) {
        var buyer = Shop.buyer();
        var order = buyer.order(goods, quantity);
        Earners.attribute(order, partner, 100);
        return Earners.received(buyer, order);
    }

    private static void awaitSales(Partner partner, long fen) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> Staff.as("finance")
                        .get(today("DISTRIBUTOR"))
                        .body("items.find { it.partnerId == '%s' }?.salesFen".formatted(partner.id()), equalTo((int)
                                fen)));
    }

    private static JsonPath desk(Partner partner) {
        return Staff.as("finance")
                .get(today("DISTRIBUTOR"))
                .statusCode(200)
                .extract()
                .jsonPath()
                .setRootPath("items.find { it.partnerId == '%s' }".formatted(partner.id()));
    }

    private static ValidatableResponse seen(Partner partner, String by) {
        return partner.again()
                .person()
                .asks()
                .get(BOARDS + "?board=DISTRIBUTOR&period=MONTH&limit=100&by=" + by)
                .then()
                .statusCode(200)
                .body("own.rank", greaterThan(0));
    }

    private static void visible(Partner partner, boolean wish) {
        partner.again()
                .person()
                .asks()
                .body(Map.of("visible", wish))
                .put(BOARDS + "/visibility")
                .then()
                .statusCode(200)
                .body("visible", equalTo(wish));
    }

    private static String today(String board) {
        return DESK + "?board=" + board + "&period=MONTH&limit=100";
    }
}
