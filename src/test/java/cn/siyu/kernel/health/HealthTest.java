package cn.siyu.kernel.health;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** What a supervisor may ask. */
@QuarkusTest
class HealthTest {

    @Test
    void the_shop_is_live_started_and_ready() {
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/started").then().statusCode(200).body("checks.name", hasItem("started"));
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'shop' }.data.database", equalTo("up"))
                .body("checks.find { it.name == 'shop' }.data.redis", equalTo("up"))
                .body("checks.find { it.name == 'shop' }.data.relay", equalTo("running"));
    }

    @Test
    void refusals_waiting_events_and_blocked_loops_are_counted() {
        given().get("/nowhere").then().statusCode(404);

        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("siyu_problems_total{code=\"NOT_FOUND\""))
                .body(containsString("siyu_outbox_unsent"))
                .body(containsString("siyu_outbox_lag_seconds"))
                .body(containsString("siyu_dead_letters"))
                .body(containsString("siyu_event_loop_blocked_total"));
    }
}
