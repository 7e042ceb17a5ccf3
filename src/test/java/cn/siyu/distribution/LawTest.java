package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import cn.siyu.kernel.money.Rate;
import cn.siyu.member.MemberId;
import cn.siyu.testing.Database;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fifteen configurations that nobody may write, and what the law leaves (L8, L9, L11). */
@QuarkusTest
class LawTest {

    private static final String COMPLIANCE = "/api/admin/v1/compliance/current";
    private static final String JOINING = "/api/admin/v1/joining-policies/current";
    private static final String BOARDS = "/api/admin/v1/leaderboard-policies/current";
    private static final Map<String, Object> CONFIRMED =
            Map.of("by", "某律师事务所", "on", "2026-01-05", "document", "archive/2026/legal-7.pdf");

    @Inject
    Claims claims;

    /** Something unlawful that staff try to write where such things are written. */
    record Unlawfully(
            String name, String role, String path, boolean isNew, Map<String, Object> wish, String rule, String code) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Unlawfully> fifteen() {
        return Stream.of(
                depth("depth 3", Map.of("maxDepth", 3, "confirmation", CONFIRMED), "DEPTH_THREE"),
                depth("depth 2 without confirmation", Map.of("maxDepth", 2), "DEPTH_TWO_UNCONFIRMED"),
                joining("joining by purchase", "PURCHASE", "JOINING_BY_PURCHASE"),
                joining("joining by fee", "FEE", "JOINING_BY_FEE"),
                joining("joining by deposit", "DEPOSIT", "JOINING_BY_DEPOSIT"),
                joining("joining by stored value", "STORED_VALUE", "JOINING_BY_STORED_VALUE"),
                joining("joining by minimum stock order", "FIRST_STOCK", "JOINING_BY_STOCK"),
                reward("cash per recruit", "CASH", "CASH_PER_RECRUIT"),
                reward("points or coupons per recruit that turn into cash", "COUPON", "REWARD_PER_RECRUIT"),
                tier("tier by number of recruits", "RECRUITS"),
                tier("tier by team sales", "TEAM_SALES"),
                team(
                        "captain's basis points on members' sales",
                        Map.of("settlement", "PERSONAL", "captainBp", 200),
                        "CAPTAIN_SHARE"),
                team("COMPANY mode without a licence", Map.of("settlement", "COMPANY"), "COMPANY_WITHOUT_LICENCE"),
                new Unlawfully(
                        "leaderboard by recruits",
                        "ops",
                        BOARDS,
                        false,
                        Map.of("metrics", List.of("SALES", "RECRUITS")),
                        "L8",
                        "UNLAWFUL_LEADERBOARD_BY_RECRUITS"),
                depth(
                        "inviter, KOC and captain stacked on one line",
                        Map.of("maxDepth", 1, "together", List.of(List.of("INVITER", "KOC", "CAPTAIN"))),
                        "PAYEES_STACKED"));
    }

    @ParameterizedTest
    @MethodSource("fifteen")
    void nobody_can_write_it(Unlawfully wish) {
        var body = new HashMap<>(wish.wish());
        body.put("reason", "增长");
        if (!wish.isNew()) {
            body.put("version", version(wish.path()));
        }
        var asked = staff(wish.role()).body(body);

        var answer = wish.isNew() ? asked.post(wish.path()) : asked.put(wish.path());

        answer.then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("rule", equalTo(wish.rule()))
                .body("code", equalTo(wish.code()))
                .body("title", matchesPattern(".{30,}"));
        if (!wish.isNew()) {
            assertThat(version(wish.path())).isEqualTo(body.get("version"));
        }
    }

    @Test
    void there_are_fifteen_of_them() {
        assertThat(fifteen().map(Unlawfully::name)).hasSize(15).doesNotHaveDuplicates();
    }

    @Test
    void two_levels_need_a_confirmation_that_is_kept_and_go_back_to_one() {
        var above = Partners.distributor();
        var below = invited(above);
        assertThat(claims.of(below).orElseThrow().inviter()).isEmpty();
        var before = version(COMPLIANCE);
        change(COMPLIANCE, Map.of("maxDepth", 1, "inviterBp", 100))
                .statusCode(422)
                .body("code", equalTo("INVITER_WITHOUT_DEPTH"));
        change(COMPLIANCE, Map.of("maxDepth", 2, "confirmation", future())).statusCode(422);

        try {
            change(COMPLIANCE, Map.of("maxDepth", 2, "inviterBp", 250, "confirmation", CONFIRMED))
                    .statusCode(200)
                    .body("maxDepth", equalTo(2))
                    .body("confirmation.by", equalTo("某律师事务所"))
                    .body("confirmation.document", equalTo("archive/2026/legal-7.pdf"))
                    .body("inviterBp", equalTo(250))
                    .body("together", hasSize(3))
                    .body("version", equalTo(before + 1));
            assertThat(claims.of(below).orElseThrow().inviter())
                    .contains(new DistributorClaim.Inviter(
                            new DistributorId(UUID.fromString(above.id())),
                            new MemberId(UUID.fromString(above.memberId())),
                            new Rate(250)));
            assertThat(claims.of(above).orElseThrow().inviter()).isEmpty();
            staff("admin")
                    .body(Map.of("maxDepth", 1, "reason", "x", "version", before))
                    .put(COMPLIANCE)
                    .then()
                    .statusCode(409);
        } finally {
            change(COMPLIANCE, Map.of("maxDepth", 1)).statusCode(200).body("confirmation", equalTo(null));
        }
        staff("ops")
                .body(Map.of("maxDepth", 1, "reason", "x", "version", 1))
                .put(COMPLIANCE)
                .then()
                .statusCode(403);
        staff("auditor").get(COMPLIANCE).then().statusCode(200);
        Shop.as(Shop.buyer().token()).get(COMPLIANCE).then().statusCode(403);
    }

    @Test
    void boards_are_chosen_among_those_of_what_was_sold() {
        change(BOARDS, Map.of("metrics", List.of("SALES", "ORDERS", "NEW_CUSTOMERS")))
                .statusCode(200)
                .body("metrics", hasSize(3));
        staff("auditor").get(BOARDS).then().statusCode(200);
        Shop.as(Shop.buyer().token()).get(BOARDS).then().statusCode(403);
    }

    /** Whatever the code above it does: the tables have no room for it either. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into distribution_compliance select 9000, 3, 'x', '2026-01-01', 'x', 0, true, since, 'x', 'STAFF', actor_id, 'x'"
                        + " from distribution_compliance where version = 1",
                "insert into distribution_compliance select 9000, 2, null, null, null, 0, true, since, 'x', 'STAFF', actor_id, 'x'"
                        + " from distribution_compliance where version = 1",
                "insert into distribution_joining_policy (version, approval, agreement_version, since, reason, actor_kind, actor_id,"
                        + " actor_name, conditions) select 9000, approval, agreement_version, since, 'x', 'STAFF', actor_id, 'x',"
                        + " array['PURCHASE'] from distribution_joining_policy where version = 1",
                "insert into distribution_leaderboard select 9000, array['RECRUITS'], since, 'x', 'STAFF', actor_id, 'x'"
                        + " from distribution_leaderboard where version = 1",
                "insert into distribution_team (id, name, settlement, created_at)"
                        + " values (gen_random_uuid(), 'law', 'COMPANY', '2026-01-01T00:00:00Z')"
            })
    void the_tables_refuse_it_too(String statement) {
        assertThatThrownBy(() -> execute(statement))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("check constraint");
    }

    private static Unlawfully depth(String name, Map<String, Object> wish, String code) {
        return new Unlawfully(name, "admin", COMPLIANCE, false, wish, "L8", "UNLAWFUL_" + code);
    }

    private static Unlawfully joining(String name, String demand, String code) {
        return policy(name, Map.of("conditions", List.of("PHONE_CONFIRMED", demand)), code);
    }

    private static Unlawfully reward(String name, String reward, String code) {
        return policy(name, Map.of("inviterReward", reward), code);
    }

    private static Unlawfully policy(String name, Map<String, Object> part, String code) {
        var wish = new HashMap<String, Object>(Map.of("approval", "AUTOMATIC", "agreementVersion", "2026-01"));
        wish.putAll(part);
        return new Unlawfully(name, "ops", JOINING, false, wish, "L8", "UNLAWFUL_" + code);
    }

    private static Unlawfully tier(String name, String metric) {
        return new Unlawfully(
                name,
                "merchandiser",
                "/api/admin/v1/tiers",
                true,
                Map.of(
                        "name",
                        "人头" + metric.length(),
                        "order",
                        990,
                        "rateBp",
                        600,
                        "conditions",
                        List.of(Map.of("metric", metric, "window", "LIFETIME", "threshold", 30))),
                "L8",
                "TIER_METRIC_UNLAWFUL");
    }

    private static Unlawfully team(String name, Map<String, Object> part, String code) {
        var wish = new HashMap<>(part);
        wish.put("name", "法" + System.nanoTime());
        wish.put("captainId", "01900000-0000-7000-8000-0000000000ff");
        return new Unlawfully(name, "ops", "/api/admin/v1/teams", true, wish, "L9", "UNLAWFUL_" + code);
    }

    private static Distributor invited(Distributor above) {
        var name = "below-" + System.nanoTime();
        var application = Partners.applying(SignIn.member(name), Map.of("inviterCode", above.promoCode()))
                .statusCode(201)
                .extract()
                .<String>path("id");
        return Partners.admit(name, application, "普通");
    }

    private static Map<String, Object> future() {
        var later = new HashMap<>(CONFIRMED);
        later.put("on", "2999-01-01");
        return later;
    }

    private static ValidatableResponse change(String path, Map<String, Object> wish) {
        var body = new HashMap<>(wish);
        body.put("reason", "政策");
        body.put("version", version(path));
        return staff("admin").body(body).put(path).then();
    }

    private static int version(String path) {
        return staff("auditor").get(path).then().statusCode(200).extract().path("version");
    }

    private static RequestSpecification staff(String role) {
        return Shop.as(Shop.staff(role));
    }

    private static void execute(String sql) throws SQLException {
        try (var owner = Database.asOwner();
                var statement = owner.createStatement()) {
            var _ = statement.execute(sql);
        }
    }
}
