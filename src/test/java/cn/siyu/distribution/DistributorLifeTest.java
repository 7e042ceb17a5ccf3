package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How somebody stays a distributor, is stopped, and ends. */
@QuarkusTest
class DistributorLifeTest {

    private static final String DISTRIBUTORS = "/api/admin/v1/distributors";
    private static final String APPLICATIONS = "/api/admin/v1/distributor-applications";
    private static final String JOINING = "/api/admin/v1/joining-policies/current";

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
    void who_ends_is_ended_when_his_balance_is_settled_and_not_before() {
        var distributor = Partners.distributor();
        var owed = Partners.distributor();
        claims.post(owed, 500);

        quit(distributor).statusCode(200);
        move(owed, "terminate").statusCode(200).body("state", equalTo("QUITTING"));
        move(owed, "terminate").statusCode(409).body("code", equalTo("BALANCE_UNSETTLED"));
        SandboxControl.advance(Duration.ofDays(2).plusMinutes(1));

        awaitState(distributor, "TERMINATED");
        claims.post(owed, -500);
        move(owed, "terminate").statusCode(200).body("state", equalTo("TERMINATED"));
    }

    @Test
    void a_trial_ends_well_with_enough_orders_of_others_and_stops_whoever_brought_too_few() {
        var policy = staff("ops").get(JOINING).jsonPath();
        joining(policy.getInt("version"), 10, 1).statusCode(200).body("trialDays", equalTo(10));
        try {
            var good = Partners.distributor();
            var idle = Partners.distributor();
            partner(good).get("/api/partner/v1/me").then().body("trialOrders", equalTo(1));
            claims.ordered(Person.called("buyer"), Ids.next(), good);
            claims.ordered(Person.of(idle), Ids.next(), idle);
            staff("ops")
                    .get(DISTRIBUTORS + "?onTrial=true&size=100")
                    .then()
                    .body("items.id", hasItems(good.id(), idle.id()));

            SandboxControl.advance(Duration.ofDays(10).plusMinutes(1));

            awaitState(idle, "SUSPENDED");
            see(idle).body("stateReason", equalTo("TRIAL_NOT_PASSED")).body("trialUntil", equalTo(null));
            await().untilAsserted(
                            () -> see(good).body("state", equalTo("ACTIVE")).body("trialUntil", equalTo(null)));
            move(idle, "resume").statusCode(200).body("state", equalTo("ACTIVE"));
        } finally {
            joining(policy.getInt("version") + 1, 0, 0).statusCode(200).body("trialDays", equalTo(0));
        }
    }

    @Test
    void staff_know_who_he_is_and_who_looks_after_him() {
        var applicant = SignIn.member("known-" + System.nanoTime());
        var application = Partners.apply(applicant, Partners.phone());

        identity(application, false).statusCode(200).body("identity.result", equalTo("FAILED"));
        approve(application).statusCode(422).body("code", equalTo("IDENTITY_FAILED"));
        identity(application, true).statusCode(200).body("identity.source", equalTo("ID_CARD_SEEN"));
        identity(Ids.next().toString(), true).statusCode(404);
        var version = approve(application).statusCode(200).extract().<Integer>path("version");

        var bd = staff("admin")
                .get("/api/admin/v1/users?q=ops")
                .jsonPath()
                .getString("items.find { it.username == 'ops' }.id");
        edit(application, bd, version)
                .statusCode(200)
                .body("ownerId", equalTo(bd))
                .body("type", equalTo("EMPLOYEE"));
        edit(application, bd, version).statusCode(409);
        edit(application, Ids.next().toString(), version + 1).statusCode(422).body("code", equalTo("OWNER_UNKNOWN"));
        edit(Ids.next().toString(), bd, 0).statusCode(404);
        staff("ops").get(DISTRIBUTORS + "?ownerId=" + bd + "&size=100").then().body("items.id", hasItem(application));
    }

    @Test
    void everybody_is_in_a_layer_by_which_lists_are_searched() {
        var distributor = Partners.distributor("银牌");
        var buyer = Person.called("layered");
        buyer.opens(distributor);
        buyer.awaitBound();
        await().untilAsserted(() -> see(distributor).body("layer.size", equalTo("SMALL")));
        see(distributor).body("layer.activity", equalTo("NEW"));

        claims.ordered(Person.called("buyer"), Ids.next(), distributor);
        SandboxControl.advance(Duration.ofMinutes(16));

        await().untilAsserted(() -> see(distributor)
                .body("layer.activity", equalTo("ACTIVE"))
                .body("layer.customers", equalTo(1))
                .body("layer.orders", equalTo(1)));
        var place = "tierId=" + Partners.tier("银牌") + "&layerSize=SMALL&activity=";
        staff("ops")
                .get(DISTRIBUTORS + "?size=100&" + place + "ACTIVE")
                .then()
                .body("items.id", hasItem(distributor.id()));
        staff("ops")
                .get(DISTRIBUTORS + "?size=100&" + place + "DORMANT")
                .then()
                .body("items.id", not(hasItem(distributor.id())));
        staff("ops")
                .get("/api/admin/v1/customer-bindings?distributorId=" + distributor.id() + "&" + place + "ACTIVE")
                .then()
                .body("items", hasSize(1))
                .body("items[0].layer.activity", equalTo("ACTIVE"))
                .body("items[0].tierName", equalTo("银牌"));
        staff("auditor")
                .get("/api/admin/v1/distributor-layers")
                .then()
                .statusCode(200)
                .body("items.activity", hasItem("ACTIVE"));
        partner(distributor).get("/api/admin/v1/distributor-layers").then().statusCode(403);
    }

    private static ValidatableResponse see(Distributor distributor) {
        return staff("ops").get(DISTRIBUTORS + "/" + distributor.id()).then().statusCode(200);
    }

    private static void awaitState(Distributor distributor, String state) {
        await().untilAsserted(() -> see(distributor).body("state", equalTo(state)));
    }

    private static ValidatableResponse joining(int version, int trialDays, int trialOrders) {
        return staff("ops")
                .body(Map.of(
                        "approval",
                        "BY_STAFF",
                        "agreementVersion",
                        "2026-01",
                        "trialDays",
                        trialDays,
                        "trialOrders",
                        trialOrders,
                        "reason",
                        "试用期",
                        "version",
                        version))
                .put(JOINING)
                .then();
    }

    private static ValidatableResponse identity(String application, boolean passed) {
        return staff("ops")
                .body(Map.of("passed", passed, "source", "ID_CARD_SEEN", "reason", "核验"))
                .post(APPLICATIONS + "/{id}/identity-check", application)
                .then();
    }

    private static ValidatableResponse approve(String application) {
        return staff("ops")
                .body(Map.of("tierId", Partners.tier("普通"), "reason", "见过面"))
                .post(APPLICATIONS + "/{id}/approve", application)
                .then();
    }

    private static ValidatableResponse edit(String distributor, String owner, int version) {
        return staff("ops")
                .body(Map.of("engagement", "EMPLOYEE", "ownerId", owner, "reason", "分配", "version", version))
                .put(DISTRIBUTORS + "/" + distributor)
                .then();
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
