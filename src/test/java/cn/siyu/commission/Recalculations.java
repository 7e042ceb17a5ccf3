package cn.siyu.commission;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import cn.siyu.testing.Staff;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Recalculations as finance asks for them over HTTP. */
final class Recalculations {

    static final String RECALCULATIONS = "/api/admin/v1/commission-recalculations";
    static final String SIMULATE = "/api/admin/v1/commission-rules/simulate";

    private Recalculations() {}

    static String begun(String path, Map<String, Object> request) {
        var begun = Staff.as("finance").post(path, request).statusCode(202).body("askedAt", notNullValue());
        var id = begun.extract().<String>path("id");
        begun.header("Location", endsWith(RECALCULATIONS + "/" + id));
        return id;
    }

    static JsonPath ended(String id) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> Staff.as("finance")
                        .get(RECALCULATIONS + "/" + id)
                        .statusCode(200)
                        .body("state", equalTo("DONE")));
        return Staff.as("finance").get(RECALCULATIONS + "/" + id).extract().jsonPath();
    }

    static ValidatableResponse rows(JsonPath of, String query) {
        return Staff.as("finance")
                .get(RECALCULATIONS + "/" + of.getString("id") + "/rows" + query)
                .statusCode(200);
    }

    static Map<String, Object> draft(String kind, int points, Map<String, Object> target) {
        var draft = new HashMap<String, Object>(target);
        draft.put("kind", kind);
        draft.put("basisPoints", points);
        draft.put("reason", "下个月");
        return draft;
    }

    static Map<String, Object> period(Instant from, Instant to, Map<String, Object> more) {
        var request = new HashMap<String, Object>(more);
        request.put("from", from.toString());
        request.put("to", to.toString());
        request.put("reason", "?");
        return request;
    }
}
