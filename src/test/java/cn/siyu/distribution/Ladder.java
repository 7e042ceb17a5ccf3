package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.Shop;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A tier that a story puts on the ladder, and what the story sees of it. Afterwards no rule leads to it any more. */
record Ladder(String id, String name, int order) {

    static final String TIERS = "/api/admin/v1/tiers";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicInteger PLACE = new AtomicInteger(901);

    /** With a certificate among the conditions nobody else's distributor comes near it. */
    static Ladder tier(int rateBp, List<Map<String, Object>> conditions) {
        var place = PLACE.incrementAndGet();
        var name = "档" + System.nanoTime() % 1_000_000_000L;
        var id = Shop.as(Shop.staff("merchandiser"))
                .body(Map.of(
                        "name", name,
                        "order", place,
                        "rateBp", rateBp,
                        "benefits", List.of("专属客服"),
                        "match", "ALL",
                        "conditions", conditions,
                        "reason", "新档"))
                .post(TIERS)
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        return new Ladder(id, name, place);
    }

    static Map<String, Object> certificate() {
        return Map.of("metric", "CERTIFICATES", "threshold", 1);
    }

    static Map<String, Object> at(String metric, String window, long threshold) {
        return Map.of("metric", metric, "window", window, "threshold", threshold);
    }

    Response under(List<Map<String, Object>> conditions) {
        var now = Shop.as(Shop.staff("auditor")).get(TIERS + "/" + id).jsonPath();
        var body = new HashMap<String, Object>(Map.of(
                "name",
                name,
                "order",
                order,
                "rateBp",
                now.getInt("rateBp"),
                "conditions",
                conditions,
                "reason",
                "改",
                "version",
                now.getInt("version")));
        return Shop.as(Shop.staff("merchandiser")).body(body).put(TIERS + "/" + id);
    }

    void retire() {
        under(List.of()).then().statusCode(200);
    }

    static void certify(Distributor distributor) {
        Shop.as(Shop.staff("ops"))
                .body(Map.of("name", "导购认证", "reason", "考试通过"))
                .post("/api/admin/v1/distributors/{id}/certificates", distributor.id())
                .then()
                .statusCode(201);
    }

    static JsonPath standing(Distributor distributor) {
        return Shop.as(distributor.token())
                .get("/api/partner/v1/me/tier")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static void awaitTier(Distributor distributor, String name) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() ->
                        assertThat(standing(distributor).getString("tierName")).isEqualTo(name));
    }

    static JsonPath history(Distributor distributor) {
        return Shop.as(distributor.token())
                .get("/api/partner/v1/me/tier/history?limit=100")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static JsonPath replay(String evaluation) {
        return Shop.as(Shop.staff("auditor"))
                .get(TIERS + "/evaluations/{id}/replay", evaluation)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static Response pin(Distributor distributor, String tier, Duration life, Instant now) {
        return Shop.as(Shop.staff("ops"))
                .body(Map.of("tierId", tier, "until", now.plus(life).toString(), "reason", "签约主播"))
                .put("/api/admin/v1/distributors/{id}/tier-pin", distributor.id());
    }
}
