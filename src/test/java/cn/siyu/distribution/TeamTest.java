package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Teams: management, and nothing else (C3, L9). */
@QuarkusTest
class TeamTest {

    private static final String TEAMS = "/api/admin/v1/teams";
    private static final String INVITATIONS = "/api/partner/v1/team-invitations";

    @Inject
    Claims claims;

    @Test
    void a_team_is_led_joined_handed_over_and_left() {
        var captain = Partners.distributor();
        var member = Partners.distributor();
        var name = "队" + System.nanoTime();

        team(name, captain, "COMPANY")
                .statusCode(422)
                .body("code", equalTo("UNLAWFUL_COMPANY_WITHOUT_LICENCE"))
                .body("rule", equalTo("L9"));
        var id = team(name, captain, "PERSONAL").statusCode(201).extract().<String>path("id");
        team(name, member, "PERSONAL").statusCode(409).body("code", equalTo("TEAM_EXISTS"));
        team(name + "2", captain, "PERSONAL").statusCode(409).body("code", equalTo("TEAM_TAKEN"));

        join(id, member.id()).statusCode(200).body("members", hasSize(2));
        join(id, member.id()).statusCode(409);
        join(id, Ids.next().toString()).statusCode(422).body("code", equalTo("TEAM_MEMBER_NOT_ACTIVE"));
        join(Ids.next().toString(), member.id()).statusCode(404);
        assertThat(Partners.bindings(member.memberId()).getInt("total")).isZero();
        assertThat(claims.of(member).orElseThrow().team()).contains(UUID.fromString(id));

        partner(captain)
                .get("/api/partner/v1/team")
                .then()
                .statusCode(200)
                .body("members.role", equalTo(List.of("CAPTAIN", "MEMBER")))
                .body("members[1].name", equalTo("李**"));
        partner(member).get("/api/partner/v1/team").then().statusCode(403).body("code", equalTo("NOT_A_CAPTAIN"));

        leave(id, captain.id()).statusCode(422).body("code", equalTo("TEAM_NEEDS_CAPTAIN"));
        lead(id, member.id()).statusCode(200).body("captainId", equalTo(member.id()));
        lead(Ids.next().toString(), member.id()).statusCode(404);
        leave(id, captain.id()).statusCode(200).body("members", hasSize(1));
        leave(id, captain.id()).statusCode(404);
        staff("auditor").get(TEAMS + "/" + id).then().statusCode(200);
        staff("auditor").get(TEAMS + "/" + Ids.next()).then().statusCode(404);
        staff("auditor").get(TEAMS).then().statusCode(200);
        staff("auditor").get(TEAMS + "?size=0").then().statusCode(400);
    }

    @Test
    void a_captain_asks_and_nobody_is_in_a_team_without_his_word() {
        var captain = Partners.distributor();
        var friend = Partners.distributor();
        var other = Partners.distributor();
        var id = team("邀" + System.nanoTime(), captain, "PERSONAL")
                .statusCode(201)
                .extract()
                .<String>path("id");
        var elsewhere = Partners.distributor();
        var _ = team("别" + System.nanoTime(), elsewhere, "PERSONAL").statusCode(201);

        invite(friend, other).statusCode(403).body("code", equalTo("NOT_A_CAPTAIN"));
        invite(captain, elsewhere).statusCode(409).body("code", equalTo("TEAM_TAKEN"));
        var asked = invite(captain, friend)
                .statusCode(201)
                .body("state", equalTo("OPEN"))
                .extract()
                .<String>path("id");
        invite(captain, friend).statusCode(409).body("code", equalTo("TEAM_INVITED"));
        var rival = invite(elsewhere, friend).statusCode(201).extract().<String>path("id");
        var refused = invite(captain, other).statusCode(201).extract().<String>path("id");
        partner(captain).get(INVITATIONS + "/sent").then().statusCode(200).body("items", hasSize(2));
        partner(friend).get(INVITATIONS + "/sent").then().statusCode(403);
        partner(friend).get(INVITATIONS).then().statusCode(200).body("items", hasSize(2));
        Shop.as(Shop.buyer().token()).get(INVITATIONS).then().statusCode(403);

        answer(other, asked, "accept").statusCode(404);
        answer(other, asked, "decline").statusCode(404);
        answer(friend, asked, "accept").statusCode(200).body("state", equalTo("ACCEPTED"));
        answer(friend, rival, "accept").statusCode(409);
        answer(other, refused, "decline").statusCode(200).body("state", equalTo("DECLINED"));
        staff("auditor").get(TEAMS + "/" + id).then().body("members", hasSize(2));
        assertThat(Partners.bindings(friend.memberId()).getInt("total")).isZero();
    }

    private static ValidatableResponse invite(Distributor captain, Distributor whom) {
        return partner(captain)
                .body(Map.of("promoCode", whom.promoCode()))
                .post(INVITATIONS)
                .then();
    }

    private static ValidatableResponse answer(Distributor who, String invitation, String command) {
        return partner(who)
                .post(INVITATIONS + "/{id}/{command}", invitation, command)
                .then();
    }

    private static RequestSpecification staff(String role) {
        return Shop.as(Shop.staff(role));
    }

    private static RequestSpecification partner(Distributor distributor) {
        return Shop.as(distributor.token());
    }

    private static ValidatableResponse team(String name, Distributor captain, String settlement) {
        return staff("ops")
                .body(Map.of("name", name, "captainId", captain.id(), "settlement", settlement, "reason", "成立"))
                .post(TEAMS)
                .then();
    }

    private static ValidatableResponse join(String team, String distributor) {
        return staff("ops")
                .body(Map.of("distributorId", distributor, "reason", "加入"))
                .post(TEAMS + "/{id}/members", team)
                .then();
    }

    private static ValidatableResponse leave(String team, String distributor) {
        return staff("ops")
                .body(Map.of("reason", "离开"))
                .post(TEAMS + "/{id}/members/{distributor}/remove", team, distributor)
                .then();
    }

    private static ValidatableResponse lead(String team, String distributor) {
        return staff("ops")
                .body(Map.of("distributorId", distributor, "reason", "换队长"))
                .post(TEAMS + "/{id}/captain", team)
                .then();
    }
}
