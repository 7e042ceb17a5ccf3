package cn.siyu.commission;

import static org.hamcrest.Matchers.equalTo;

import cn.siyu.testing.Shop;
import cn.siyu.testing.Staff;
import io.restassured.response.ValidatableResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a case lays down for everybody, over HTTP, while its order is placed; afterwards it is as it was before, and the order keeps
 * what it was placed by. One case after the other.
 */
final class CasePolicies {

    private static final String COMPLIANCE = "/api/admin/v1/compliance/current";
    private static final String SPLITS = "/api/admin/v1/koc-splits";
    private static final Map<String, String> CONFIRMED =
            Map.of("by", "某律师事务所", "on", "2026-01-05", "document", "archive/2026/legal-7.pdf");

    private final Deque<Runnable> before = new ArrayDeque<>();

    private CasePolicies() {}

    static synchronized <T> T during(GoldenCase played, Supplier<T> placing) {
        var policies = new CasePolicies();
        try {
            policies.layDown(played);
            return placing.get();
        } finally {
            policies.before.forEach(Runnable::run);
        }
    }

    private void layDown(GoldenCase played) {
        if (played.has("inviter")) {
            depth(
                    played.given().path("depth").asInt(),
                    played.given().path("inviterBp").asInt());
        }
        if (played.has("koc")) {
            var split = played.given().path("koc");
            split(
                    split.path("poolBp").asInt(),
                    split.path("sellerBp").asInt(),
                    split.path("kocBp").asInt());
        }
    }

    /** With the confirmation that a second level needs. At one a share for inviters cannot even be written down (L8): it stays as it is. */
    private void depth(int depth, int inviterPoints) {
        if (depth == 1) {
            compliance(1, Map.of("inviterBp", inviterPoints))
                    .statusCode(422)
                    .body("code", equalTo("INVITER_WITHOUT_DEPTH"));
            return;
        }
        before.push(() -> compliance(1, Map.of()).statusCode(200));
        compliance(depth, Map.of("inviterBp", inviterPoints, "confirmation", CONFIRMED))
                .statusCode(200);
    }

    private static ValidatableResponse compliance(int depth, Map<String, Object> more) {
        var admin = as("admin");
        var body = new HashMap<>(more);
        body.put("maxDepth", depth);
        body.put("reason", "案例");
        body.put("version", admin.get(COMPLIANCE).statusCode(200).extract().<Integer>path("version"));
        return admin.put(COMPLIANCE, body);
    }

    private void split(int pool, int seller, int koc) {
        var old = as("finance").get(SPLITS).statusCode(200).extract().jsonPath().setRootPath("items[0].split");
        before.push(() -> write(old.getInt("poolBp"), old.getInt("sellerBp"), old.getInt("kocBp")));
        write(pool, seller, koc);
    }

    private static void write(int pool, int seller, int koc) {
        as("finance")
                .post(SPLITS, Map.of("poolBp", pool, "sellerBp", seller, "kocBp", koc, "reason", "案例"))
                .statusCode(201);
    }

    private static Staff as(String role) {
        return new Staff(Shop.staff(role));
    }
}
