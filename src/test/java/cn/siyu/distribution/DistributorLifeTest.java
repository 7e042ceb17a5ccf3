package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How somebody stays a distributor, is stopped, and ends. */
@QuarkusTest
class DistributorLifeTest {

    private static final String DISTRIBUTORS = "/api/admin/v1/distributors";

    @Inject
    Claims claims;

    @Test
    void who_is_suspended_has_no_claim_and_no_living_link_until_he_is_resumed() {
        var distributor = Partners.distributor("金牌");
        var link = distributor.link();
        assertThat(claims.of(distributor).orElseThrow().rate().basisPoints()).isEqualTo(1_000);
        assertThat(claims.byCode(distributor.promoCode().toLowerCase(Locale.ROOT)))
                .isPresent();

        move(distributor, "suspend").statusCode(200).body("state", equalTo("SUSPENDED"));
        move(distributor, "suspend").statusCode(409);
        assertThat(claims.of(distributor)).isEmpty();
        await().untilAsserted(() -> Shop.as(SignIn.member("x-" + System.nanoTime()))
                .body(Map.of("token", link))
                .post("/api/mp/v1/touch-events")
                .then()
                .statusCode(410));
        partner(distributor).get("/api/partner/v1/me").then().body("state", equalTo("SUSPENDED"));
        partner(distributor)
                .body(Map.of("source", "POSTER"))
                .post("/api/partner/v1/share-tokens")
                .then()
                .statusCode(403)
                .body("code", equalTo("DISTRIBUTOR_NOT_ACTIVE"));

        move(distributor, "resume").statusCode(200).body("state", equalTo("ACTIVE"));
        move(distributor, "resume").statusCode(409);
        assertThat(claims.of(distributor)).isPresent();
        for (var command : List.of("suspend", "resume", "terminate")) {
            staff("ops")
                    .body(Map.of("reason", "x"))
                    .post(DISTRIBUTORS + "/{id}/{command}", Ids.next(), command)
                    .then()
                    .statusCode(404);
        }
    }

    @Test
    void who_quits_lets_his_customers_go_and_may_come_back_after_the_end() {
        var distributor = Partners.distributor();
        var name = "left-" + System.nanoTime();
        Partners.open(SignIn.member(name), distributor.link());
        var customer =
                Shop.as(SignIn.member(name)).get("/api/mp/v1/me").jsonPath().getString("id");
        await().untilAsserted(() ->
                assertThat(Partners.bindings(customer).getInt("total")).isOne());

        quit(distributor).statusCode(200).body("state", equalTo("QUITTING"));
        quit(distributor).statusCode(409);
        assertThat(Partners.bindings(customer).getString("items[0].closedReason"))
                .isEqualTo("DISTRIBUTOR_LEFT");
        Partners.applying(distributor.token(), Map.of()).statusCode(409);
        move(distributor, "terminate").statusCode(200).body("state", equalTo("TERMINATED"));
        partner(distributor).get("/api/partner/v1/me").then().statusCode(403);
        Partners.applying(distributor.token(), Map.of()).statusCode(201);
        quit(distributor).statusCode(409);
    }

    @Test
    void staff_find_distributors_by_state_tier_team_and_code() {
        var distributor = Partners.distributor("银牌");
        var tier = Partners.tier("银牌");

        staff("finance")
                .get(DISTRIBUTORS + "?state=ACTIVE&tierId=" + tier + "&promoCode="
                        + distributor.promoCode().toLowerCase(Locale.ROOT))
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].id", equalTo(distributor.id()))
                .body("items[0].type", equalTo("INDIVIDUAL"));
        staff("finance").get(DISTRIBUTORS + "?teamId=" + Ids.next()).then().body("total", equalTo(0));
        staff("finance").get(DISTRIBUTORS + "?size=0").then().statusCode(400);
        staff("finance").get(DISTRIBUTORS + "/" + distributor.id()).then().statusCode(200);
        staff("finance").get(DISTRIBUTORS + "/" + Ids.next()).then().statusCode(404);
    }

    private static RequestSpecification staff(String role) {
        return Shop.as(Shop.staff(role));
    }

    private static RequestSpecification partner(Distributor distributor) {
        return Shop.as(distributor.token());
    }

    private static ValidatableResponse move(Distributor distributor, String command) {
        return staff("ops")
                .body(Map.of("reason", "违规"))
                .post(DISTRIBUTORS + "/{id}/{command}", distributor.id(), command)
                .then();
    }

    private static ValidatableResponse quit(Distributor distributor) {
        return partner(distributor)
                .body(Map.of("reason", "搬家"))
                .post("/api/partner/v1/me/quit")
                .then();
    }
}
