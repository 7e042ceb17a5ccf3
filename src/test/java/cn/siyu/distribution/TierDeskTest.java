package cn.siyu.distribution;

import static cn.siyu.distribution.Ladder.TIERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.Database;
import cn.siyu.testing.Partners;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What staff and distributors may see and do about tiers, and what they may not. */
@QuarkusTest
class TierDeskTest {

    private static final String POLICIES = "/api/admin/v1/tier-policies";

    @Test
    void certificates_are_noted_renewed_and_revoked() {
        var distributor = Partners.distributor();
        var path = "/api/admin/v1/distributors/" + distributor.id() + "/certificates";
        var body = Map.of("name", "营养师", "reason", "考试通过");

        var id = ops().body(body).post(path).then().statusCode(201).extract().<String>path("id");
        ops().body(body).post(path).then().statusCode(409).body("code", equalTo("CERTIFICATE_HELD"));
        ops().body(Map.of("name", "旧证", "reason", "补录", "until", "2001-01-01T00:00:00Z"))
                .post(path)
                .then()
                .statusCode(400);
        ops().body(Map.of("reason", "证书作废"))
                .post(path + "/" + id + "/revoke")
                .then()
                .statusCode(204);
        ops().body(Map.of("reason", "证书作废"))
                .post(path + "/" + id + "/revoke")
                .then()
                .statusCode(404);

        auditor()
                .get(path)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].revokedReason", equalTo("证书作废"));
        auditor()
                .get("/api/admin/v1/distributors/{id}/certificates", Ids.next())
                .then()
                .statusCode(404);
        assertThat(auditor()
                        .get("/api/admin/v1/audit-logs?action=certificate.award&size=1")
                        .jsonPath()
                        .getList("items"))
                .isNotEmpty();
    }

    @Test
    void only_distributors_have_a_tier_and_only_staff_see_decisions() {
        var stranger = Shop.buyer();
        stranger.asks()
                .get("/api/partner/v1/me/tier")
                .then()
                .statusCode(403)
                .body("code", equalTo("NOT_A_DISTRIBUTOR"));
        stranger.asks().get("/api/partner/v1/me/tier/history").then().statusCode(403);
        for (var path : List.of("/periods", "/evaluations", "/dry-runs/" + Ids.next())) {
            stranger.asks().get(TIERS + path).then().statusCode(403);
        }
        stranger.asks().get(POLICIES).then().statusCode(403);
        stranger.asks().get(POLICIES + "/current").then().statusCode(403);
        auditor().get(TIERS + "/evaluations/" + Ids.next()).then().statusCode(404);
        auditor().get(TIERS + "/evaluations/" + Ids.next() + "/replay").then().statusCode(404);
        auditor().get(TIERS + "/dry-runs/" + Ids.next() + "/moves").then().statusCode(404);
    }

    @Test
    void staff_see_where_somebody_stands_and_cannot_pin_a_stranger() {
        var distributor = Partners.distributor("银牌");
        auditor()
                .get("/api/admin/v1/distributors/{id}/tier", distributor.id())
                .then()
                .statusCode(200)
                .body("tierName", equalTo("银牌"))
                .body("rateBp", equalTo(800));
        auditor().get("/api/admin/v1/distributors/{id}/tier", Ids.next()).then().statusCode(404);
        auditor()
                .get("/api/admin/v1/distributors/{id}/tier/history?limit=0", distributor.id())
                .then()
                .statusCode(400);
        var pin = Map.of(
                "tierId", Partners.tier("金牌"),
                "until", SandboxControl.now().plus(Duration.ofDays(300)).toString(),
                "reason", "签约");
        ops().body(pin)
                .put("/api/admin/v1/distributors/{id}/tier-pin", Ids.next())
                .then()
                .statusCode(404);
        auditor()
                .body(pin)
                .put("/api/admin/v1/distributors/{id}/tier-pin", distributor.id())
                .then()
                .statusCode(403);
        ops().body(Map.of("reason", "没有"))
                .post("/api/admin/v1/distributors/{id}/tier-pin/end", distributor.id())
                .then()
                .statusCode(404);
    }

    @Test
    void a_period_that_did_not_come_to_its_end_is_gone_on_with() throws SQLException {
        begun("1999-12");

        var job = ops().body(Map.of("reason", "任务中断"))
                .post(TIERS + "/periods/1999-12/resume")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> auditor().get(job).then().statusCode(200).body("state", equalTo("DONE")));
        ops().body(Map.of("reason", "任务中断"))
                .post(TIERS + "/periods/1999-12/resume")
                .then()
                .statusCode(409);
    }

    private static void begun(String period) throws SQLException {
        try (var owner = Database.asOwner();
                var insert = owner.prepareStatement("""
                        insert into distribution_tier_period (period, first_day, last_day, rules_version, begun_at)
                        values (?, '1999-12-01', '1999-12-31', 1, '2000-01-01T00:00:00Z')""")) {
            insert.setString(1, period);
            assertThat(insert.executeUpdate()).isOne();
        }
    }

    private static RequestSpecification auditor() {
        return Shop.as(Shop.staff("auditor"));
    }

    private static RequestSpecification ops() {
        return Shop.as(Shop.staff("ops"));
    }
}
