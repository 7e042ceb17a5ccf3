package cn.siyu.commission;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.commission.Earners.Partner;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Staff;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Map;

/** Months of the shop: which one it is, when it is over, and its statements at the desk and at the payee's. */
final class Months {

    static final String API = "/api/admin/v1/commission-statement-months/";

    static final String DESK = "/api/admin/v1/commission-statements";

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Months() {}

    static YearMonth month() {
        return YearMonth.from(SandboxControl.now().atZone(CHINA));
    }

    /** Until the month after it has begun. */
    static void over(YearMonth month) {
        var told =
                month.plusMonths(1).atDay(1).atStartOfDay(CHINA).plusMinutes(11).toInstant();
        SandboxControl.advance(Duration.between(SandboxControl.now(), told));
    }

    /** Answers how many are behind or not tied. */
    static long stated(YearMonth month) {
        var job = finance().post(API + month + "/run").statusCode(202).extract().<String>path("id");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> finance().get("/api/admin/v1/jobs/" + job).body("state", equalTo("DONE")));
        return finance().get("/api/admin/v1/jobs/" + job).extract().jsonPath().getLong("failed");
    }

    static Staff finance() {
        return new Staff(Shop.staff("finance"));
    }

    // One statement

    static JsonPath only(Partner partner) {
        return partner.get("/statements")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .extract()
                .jsonPath()
                .setRootPath("items[0]");
    }

    static JsonPath lines(Partner partner, String id) {
        return partner.get("/statements/" + id + "/lines")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static ValidatableResponse confirm(Partner partner, String id) {
        return partner.person()
                .asks()
                .post(Earners.API + "/statements/" + id + "/confirm")
                .then();
    }

    static ValidatableResponse lock(String id, long version) {
        return finance().post(DESK + "/" + id + "/lock", Map.of("version", version, "reason", "月结"));
    }

    static long version(String id) {
        return finance()
                .get(DESK + "/" + id)
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("statement.version");
    }
}
