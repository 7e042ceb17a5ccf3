package cn.siyu.commission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.testing.Shop;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RuleDeskTest {

    private static final String RULES = "/api/admin/v1/commission-rules";

    @Test
    void a_rule_is_ended_before_the_next_for_the_same_begins() {
        var wish = contract(1_200);
        var first = finance().post(RULES, wish).statusCode(201).extract().jsonPath();

        finance().post(RULES, contract(wish, 900)).statusCode(409).body("code", equalTo("RULE_OVERLAPS"));
        finance()
                .post(RULES + "/" + first.getString("id") + "/end", Map.of("version", 1, "reason", "期满"))
                .statusCode(200);
        finance().post(RULES, contract(wish, 900)).statusCode(201).body("version", equalTo(2));

        finance()
                .get(RULES + "?distributorId=" + wish.get("distributorId"))
                .statusCode(200)
                .body("total", equalTo(2));
        finance()
                .post(RULES + "/" + first.getString("id") + "/end", Map.of("version", 1, "reason", "again"))
                .statusCode(409)
                .body("code", equalTo("STATE_CHANGED"));
    }

    @Test
    void what_can_be_no_rule_is_refused() {
        finance().post(RULES, contract(3_001)).statusCode(422).body("code", equalTo("RULE_ABOVE_CAP"));
        finance()
                .post(RULES, with(contract(500), "tierId", UUID.randomUUID()))
                .statusCode(422)
                .body("code", equalTo("RULE_TARGET_WRONG"));
        finance()
                .post(RULES, with(contract(500), "perUnitFen", 100))
                .statusCode(422)
                .body("code", equalTo("RULE_AMOUNT_WRONG"));
        finance()
                .post(RULES, with(contract(500), "from", "2020-01-01T00:00:00Z"))
                .statusCode(422)
                .body("code", equalTo("RULE_IN_THE_PAST"));
        finance()
                .post(RULES, with(contract(500), "kind", "ACTIVITY"))
                .statusCode(422)
                .body("code", equalTo("RULE_TARGET_WRONG"));
        finance()
                .post(RULES + "/" + UUID.randomUUID() + "/end", Map.of("version", 1, "reason", "?"))
                .statusCode(404);
        finance().get(RULES + "?page=0").statusCode(400);
    }

    @Test
    void every_rule_leaves_its_trace() {
        var rule =
                finance().post(RULES, contract(700)).statusCode(201).extract().<String>path("id");

        var trail = Staff.as("auditor")
                .get("/api/admin/v1/audit-logs?targetKind=commission-rule&targetId=" + rule)
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(trail.getList("items.action")).containsExactly("commission-rule.add");
        Staff.as("merchandiser").post(RULES, contract(700)).statusCode(403);
    }

    private static Staff finance() {
        return new Staff(Shop.staff("finance"));
    }

    private static Map<String, Object> contract(int points) {
        return contract(Map.of("distributorId", UUID.randomUUID(), "productId", UUID.randomUUID()), points);
    }

    private static Map<String, Object> contract(Map<String, Object> like, int points) {
        return Map.of(
                "kind",
                "CONTRACT_SPU",
                "distributorId",
                like.get("distributorId"),
                "productId",
                like.get("productId"),
                "basisPoints",
                points,
                "reason",
                "合同");
    }

    private static Map<String, Object> with(Map<String, Object> wish, String name, Object value) {
        var changed = new HashMap<>(wish);
        changed.put(name, value);
        return changed;
    }
}
