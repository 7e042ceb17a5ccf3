package cn.siyu.report;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.commission.Earners;
import cn.siyu.commission.Earners.Partner;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A captain sees what his team sells, and nobody's pay (C3). */
@QuarkusTest
class TeamSalesTest {

    @Test
    void a_captain_sees_sales_of_each_member_and_earns_nothing_of_them() {
        var captain = Earners.distributor();
        var member = Earners.distributor();
        team(captain, member);
        var buyer = Shop.buyer();
        var order = buyer.order(Shop.product(30_000, 2), 1);
        Earners.attribute(order, member, 1_000);
        var _ = Earners.received(buyer, order);
        Earners.thaw();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> sales(captain.again())
                        .statusCode(200)
                        .body("salesFen", equalTo(30_000), "orders", equalTo(1), "members", hasSize(2))
                        .body("members[0].distributorId", equalTo(member.id().toString()))
                        .body("members[0].salesFen", equalTo(30_000))
                        .body("members[0].name", equalTo("李**"))
                        .body("members[1].salesFen", equalTo(0)));
        member.again().awaitAccount("availableFen", 3_000);
        captain.again().awaitAccount("availableFen", 0);
        captain.again().awaitAccount("pendingFen", 0);

        var withdrawal = member.again().withdrawn(1_000);
        withdrawals(member, "SMALL")
                .body("items.id", equalTo(List.of(withdrawal)))
                .body("items[0].layer.size", equalTo("SMALL"), "items[0].layer.tierName", equalTo("金牌"));
        withdrawals(member, "LARGE").body("items", hasSize(0));
        sales(member.again()).statusCode(403).body("code", equalTo("NO_TEAM_LED"));
        captain.again()
                .get("/team-sales?period=DAY&day=2026-01-01")
                .then()
                .statusCode(200)
                .body("salesFen", equalTo(0));
    }

    private static void team(Partner captain, Partner member) {
        var team = Shop.as(Shop.staff("ops"))
                .body(Map.of(
                        "name",
                        "销" + System.nanoTime(),
                        "captainId",
                        captain.id(),
                        "settlement",
                        "PERSONAL",
                        "reason",
                        "成立"))
                .post("/api/admin/v1/teams")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        Shop.as(Shop.staff("ops"))
                .body(Map.of("distributorId", member.id(), "reason", "加入"))
                .post("/api/admin/v1/teams/{id}/members", team)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse withdrawals(Partner partner, String size) {
        return Shop.as(Shop.staff("finance"))
                .get("/api/admin/v1/withdrawals?accountId=" + partner.id() + "&layerSize=" + size)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse sales(Partner captain) {
        return captain.get("/team-sales?period=MONTH").then();
    }
}
