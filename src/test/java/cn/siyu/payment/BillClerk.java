package cn.siyu.payment;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.testing.HeaderSignIn;
import cn.siyu.testing.SandboxControl;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Somebody of finance at work with bills, over HTTP. */
final class BillClerk {

    static final String BILLS = "/api/admin/v1/payment-bills";
    static final String DIFFERENCES = "/api/admin/v1/bill-differences";
    static final UUID CLERK = Ids.next();

    private BillClerk() {}

    /** Far away, because other stories live around today. */
    static LocalDate noonOfADayOfOnesOwn(int days) {
        var now = SandboxControl.now();
        var day = ShopCalendar.dayOf(now).plusDays(days);
        Instant noon = ShopCalendar.startOf(day).plus(Duration.ofHours(12));
        SandboxControl.advance(Duration.between(now, noon));
        return day;
    }

    static Response ask(LocalDate day, String role) {
        return as(role).body(Map.of("day", day.toString())).post(BILLS + "/reconcile");
    }

    /** How the job ended, and why if it failed. */
    static String reconciled(LocalDate day) {
        var id = ask(day, Role.FINANCE).then().statusCode(202).extract().<String>path("id");
        var job = Awaitility.await("the bills of " + day)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> as(Role.FINANCE)
                                .get("/api/admin/v1/jobs/{id}", id)
                                .then()
                                .extract()
                                .jsonPath(),
                        view -> view.get("endedAt") != null);
        return job.getString("state").equals("DONE") ? "DONE" : job.getString("state") + " " + job.getString("failure");
    }

    /** The open differences of a day about some numbers. */
    static Map<String, String> found(LocalDate day, List<String> numbers) {
        var open = as(Role.AUDITOR)
                .get(DIFFERENCES + "?size=100&state=OPEN&day=" + day)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        var found = new TreeMap<String, String>();
        List<String> names = open.getList("items.number");
        List<String> kinds = open.getList("items.kind");
        for (var i = 0; i < names.size(); i++) {
            if (numbers.contains(names.get(i))) {
                var _ = found.put(names.get(i), kinds.get(i));
            }
        }
        return found;
    }

    static JsonPath difference(String number) {
        return as(Role.FINANCE)
                .get(DIFFERENCES + "?number=" + number)
                .then()
                .statusCode(200)
                .body("total", equalTo(1))
                .extract()
                .jsonPath();
    }

    static RequestSpecification as(String role) {
        return given().header(HeaderSignIn.HEADER, HeaderSignIn.as(CLERK, role)).contentType("application/json");
    }

    static Response resolve(String id, int version, String role) {
        return as(role).body(Map.of("version", version, "reason", "seven fen of a rounding at the bank"))
                .post(DIFFERENCES + "/{id}/resolve", id);
    }
}
