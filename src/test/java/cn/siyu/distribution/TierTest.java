package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tiers: rates that hold from an instant on. */
@QuarkusTest
class TierTest {

    private static final String TIERS = "/api/admin/v1/tiers";

    @Inject
    Claims claims;

    @Test
    void a_new_rate_holds_from_now_on_and_the_old_one_stays_written() {
        var name = "试" + System.nanoTime() % 1_000_000;
        var place = 100 + (int) (System.nanoTime() % 800);
        var added = tier(Map.of("name", name, "order", place, "rateBp", 600, "reason", "新档"))
                .statusCode(201)
                .extract()
                .jsonPath();
        var id = added.getString("id");
        var distributor = Partners.distributor(name);
        var before = claims.now();

        changeTier(id, Map.of("name", name, "order", place, "rateBp", 700, "reason", "涨", "version", 0))
                .statusCode(200)
                .body("rateBp", equalTo(700))
                .body("rates", hasSize(2));

        assertThat(claims.of(distributor).orElseThrow().rate().basisPoints()).isEqualTo(700);
        assertThat(claims.at(distributor, before).orElseThrow().rate().basisPoints())
                .isEqualTo(600);
        changeTier(id, Map.of("name", name, "order", place, "rateBp", 1, "reason", "x", "version", 0))
                .statusCode(409);
        changeTier(id, Map.of("name", name, "order", place, "rateBp", 3_001, "reason", "x", "version", 1))
                .statusCode(422)
                .body("code", equalTo("RATE_ABOVE_CAP"));
        tier(Map.of("name", name, "order", place, "rateBp", 1, "reason", "x"))
                .statusCode(409)
                .body("code", equalTo("TIER_EXISTS"));
        staff("auditor").get(TIERS + "/" + id).then().statusCode(200).body("rates[1].rateBp", equalTo(600));
        staff("auditor").get(TIERS + "/" + Ids.next()).then().statusCode(404);
        Shop.as(Shop.buyer().token()).get(TIERS).then().statusCode(403);
    }

    @Test
    void the_ladder_begins_with_three_tiers() {
        var tiers = staff("auditor").get(TIERS).jsonPath();

        assertThat(tiers.getList("items.findAll { it.order <= 3 }.name", String.class))
                .containsExactly("普通", "银牌", "金牌");
        assertThat(tiers.getList("items.findAll { it.order <= 3 }.rateBp", Integer.class))
                .containsExactly(500, 800, 1_000);
    }

    private static RequestSpecification staff(String role) {
        return Shop.as(Shop.staff(role));
    }

    private static ValidatableResponse tier(Map<String, Object> body) {
        return staff("merchandiser").body(body).post(TIERS).then();
    }

    private static ValidatableResponse changeTier(String id, Map<String, Object> body) {
        return staff("merchandiser").body(body).put(TIERS + "/" + id).then();
    }
}
