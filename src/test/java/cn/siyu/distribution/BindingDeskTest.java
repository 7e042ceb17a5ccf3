package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The hand of staff in bindings, and the policy behind them. */
@QuarkusTest
class BindingDeskTest {

    private static final String BINDINGS = "/api/admin/v1/customer-bindings";
    private static final String POLICY = "/api/admin/v1/binding-policies/current";

    @Inject
    Claims claims;

    @Test
    void staff_bind_by_hand_with_a_reason_and_end_it() {
        var first = Partners.distributor();
        var second = Partners.distributor();
        var customer = Person.called("byHand");
        customer.opens(first);
        customer.awaitBound();

        var rebound = rebind(customer.id(), second.id())
                .statusCode(200)
                .body("distributorId", equalTo(second.id()))
                .body("takenFrom", equalTo(first.id()))
                .body("note", equalTo("客户要求"))
                .extract()
                .<String>path("id");

        Shop.as(Shop.staff("auditor")).get(BINDINGS + "/" + rebound).then().statusCode(200);
        Shop.as(Shop.staff("auditor")).get(BINDINGS + "/" + Ids.next()).then().statusCode(404);
        Shop.as(Shop.staff("auditor")).get(BINDINGS + "?size=0").then().statusCode(400);
        rebind(Ids.next().toString(), second.id()).statusCode(404);
        end(rebound).statusCode(200).body("closedReason", equalTo("STAFF"));
        end(rebound).statusCode(409).body("code", equalTo("BINDING_ENDED"));
        assertThat(claims.byBinding(customer)).isEmpty();
        assertThat(Shop.as(Shop.staff("auditor"))
                        .get("/api/admin/v1/audit-logs?targetId=" + rebound)
                        .jsonPath()
                        .getList("items.reason"))
                .containsOnly("客户要求")
                .hasSize(2);
    }

    @Test
    void the_policy_is_versioned_and_refuses_what_does_not_go_together() {
        var before = Shop.as(Shop.staff("merchandiser")).get(POLICY).jsonPath();
        var body = new HashMap<String, Object>(before.getMap(""));
        body.put("reason", "试一试");

        try {
            body.put("trigger", "FIRST_PAID");
            changePolicy(body).statusCode(200).body("version", equalTo(before.getInt("version") + 1));
            changePolicy(body).statusCode(409).body("code", equalTo("STATE_CHANGED"));

            var distributor = Partners.distributor();
            var customer = Person.called("firstPaid");
            customer.opens(distributor);
            customer.settle();
            assertThat(customer.rows().getInt("total")).isZero();
            claims.ordered(customer, Ids.next(), distributor);
            assertThat(customer.rows().getString("items[0].reason")).isEqualTo("FIRST_PAID");
        } finally {
            body.putAll(before.getMap(""));
            body.put(
                    "version",
                    Shop.as(Shop.staff("merchandiser")).get(POLICY).jsonPath().getInt("version"));
            changePolicy(body).statusCode(200);
        }

        body.put(
                "version",
                Shop.as(Shop.staff("merchandiser")).get(POLICY).jsonPath().getInt("version"));
        body.put("protectDays", 61);
        changePolicy(body).statusCode(422).body("code", equalTo("BINDING_POLICY_CONTRADICTS"));
        body.put("protectDays", -2);
        changePolicy(body).statusCode(400);
        Shop.as(Shop.buyer().token()).get(POLICY).then().statusCode(403);
    }

    private static ValidatableResponse rebind(String member, String distributor) {
        return Shop.as(Shop.staff("support"))
                .body(Map.of("memberId", member, "distributorId", distributor, "reason", "客户要求"))
                .post(BINDINGS + "/rebind")
                .then();
    }

    private static ValidatableResponse end(String binding) {
        return Shop.as(Shop.staff("support"))
                .body(Map.of("reason", "客户要求"))
                .post(BINDINGS + "/{id}/end", binding)
                .then();
    }

    private static ValidatableResponse changePolicy(Map<String, Object> body) {
        return Shop.as(Shop.staff("merchandiser")).body(body).put(POLICY).then();
    }
}
