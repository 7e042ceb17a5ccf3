package cn.siyu.commission;

import static cn.siyu.commission.Recalculations.RECALCULATIONS;
import static cn.siyu.commission.Recalculations.SIMULATE;
import static cn.siyu.commission.Recalculations.begun;
import static cn.siyu.commission.Recalculations.draft;
import static cn.siyu.commission.Recalculations.ended;
import static cn.siyu.commission.Recalculations.period;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who may ask for a recalculation, and what cannot be asked. */
@QuarkusTest
class RecalculationDeskTest {

    @Test
    void what_cannot_be_reckoned_or_written_is_refused() {
        var now = Instant.parse("2026-03-01T00:00:00Z");
        for (var to :
                List.of(now, now.minusSeconds(1), now.plus(Duration.ofDays(366)).plusSeconds(1))) {
            Staff.as("finance")
                    .post(RECALCULATIONS, period(now, to, Map.of()))
                    .statusCode(400)
                    .body("code", equalTo("INVALID_REQUEST"), "errors[0].field", endsWith("to"));
            simulated(period(now, to, Map.of("drafts", List.of())))
                    .statusCode(400)
                    .body("code", equalTo("INVALID_REQUEST"));
        }
        var year = now.plus(Duration.ofDays(366));
        var everybody = draft("CHANNEL_DEFAULT", 500, Map.of());

        simulated(period(now, year, Map.of("drafts", List.of(draft("CHANNEL_DEFAULT", 3_001, Map.of())))))
                .statusCode(422)
                .body("code", equalTo("RULE_ABOVE_CAP"));
        simulated(period(now, year, Map.of("drafts", List.of(), "capBasisPoints", 3_001)))
                .statusCode(422)
                .body("code", equalTo("RULE_ABOVE_CAP"));
        simulated(period(now, year, Map.of("drafts", List.of(draft("TIER_SPU", 500, Map.of())))))
                .statusCode(422)
                .body("code", equalTo("RULE_TARGET_WRONG"));
        simulated(period(now, year, Map.of("drafts", List.of(everybody, everybody))))
                .statusCode(409)
                .body("code", equalTo("RULE_OVERLAPS"));
        simulated(period(now, year, Map.of())).statusCode(400);
        Staff.as("finance").post(RECALCULATIONS, Map.of("reason", "?")).statusCode(400);
        Staff.as("finance").get(RECALCULATIONS + "?page=0").statusCode(400);
    }

    @Test
    void only_finance_asks_and_every_question_leaves_its_trace() {
        var unknown = RECALCULATIONS + "/" + UUID.randomUUID();
        var from = Instant.parse("2020-01-01T00:00:00Z");
        var request = period(from, from.plusSeconds(1), Map.of());

        for (var who : List.of("auditor", "support", "merchandiser")) {
            Staff.as(who).post(RECALCULATIONS, request).statusCode(403);
            Staff.as(who)
                    .post(SIMULATE, period(from, from.plusSeconds(1), Map.of("drafts", List.of())))
                    .statusCode(403);
        }
        Staff.as("support").get(RECALCULATIONS).statusCode(403);
        Staff.as("auditor").get(unknown).statusCode(404);
        Staff.as("auditor").get(unknown + "/rows").statusCode(404);
        Staff.as("auditor").get(unknown + "/export").statusCode(404);

        var id = begun(RECALCULATIONS, request);
        assertThat(ended(id).getLong("orders")).isZero();
        Staff.as("auditor")
                .get(RECALCULATIONS + "?kind=RECOMPUTE&size=100")
                .statusCode(200)
                .body("items.find { it.id == '%s' }.state".formatted(id), equalTo("DONE"))
                .body("items.find { it.id == '%s' }.drafts".formatted(id), nullValue());
        Staff.as("auditor")
                .get("/api/admin/v1/audit-logs?targetKind=commission-recalculation&targetId=" + id)
                .statusCode(200)
                .body("items.action", hasItem("commission-recalculation.begin"))
                .body("items[0].reason", equalTo("?"));
    }

    private static ValidatableResponse simulated(Map<String, Object> request) {
        return Staff.as("finance").post(SIMULATE, request);
    }
}
