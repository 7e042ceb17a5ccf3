package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.testing.Database;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Distributors over HTTP: how one becomes, stays and ends one; tiers, teams, and what he sees of himself. */
@QuarkusTest
class DistributorDeskTest {

    private static final String APPLICATIONS = "/api/admin/v1/distributor-applications";
    private static final String DISTRIBUTORS = "/api/admin/v1/distributors";
    private static final String TIERS = "/api/admin/v1/tiers";
    private static final String TEAMS = "/api/admin/v1/teams";
    private static final String JOINING = "/api/admin/v1/joining-policies/current";

    @Inject
    Distributors distributors;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    // Applying

    @Test
    void an_application_waits_is_answered_and_its_person_is_sealed() throws SQLException {
        var token = SignIn.member("applicant-" + System.nanoTime());
        var phone = Partners.phone();

        see(token).statusCode(200).body("state", equalTo(null));
        var id = Partners.apply(token, phone);
        Partners.applying(token, Map.of()).statusCode(409).body("code", equalTo("APPLICATION_EXISTS"));
        Partners.applying(token, Map.of("phone", "12")).statusCode(400);

        staff("ops").get(APPLICATIONS + "?state=APPLIED&size=100").then().statusCode(200);
        staff("ops").get(APPLICATIONS + "?size=0").then().statusCode(400);
        staff("ops")
                .get(APPLICATIONS + "/" + id)
                .then()
                .statusCode(200)
                .body("person.realName", equalTo("李小红"))
                .body("identityCheck", equalTo("PHONE_UNCONFIRMED"));
        staff("auditor")
                .get(APPLICATIONS + "/" + id)
                .then()
                .body("person.realName", equalTo("李**"))
                .body("person.phone", equalTo(phone.substring(0, 3) + "****" + phone.substring(7)));
        assertThat(row(id)).doesNotContain(phone).doesNotContain("李小红");
        decide(id, "reject", Map.of("reason", "资料不全")).statusCode(200).body("state", equalTo("REJECTED"));
        decide(id, "reject", Map.of("reason", "资料不全")).statusCode(409);
        decide(Ids.next().toString(), "reject", Map.of("reason", "x")).statusCode(404);
        see(token).body("state", equalTo("REJECTED")).body("stateReason", equalTo("资料不全"));

        var again = Partners.apply(token, phone);
        approve(again, Ids.next().toString()).statusCode(422).body("code", equalTo("TIER_UNKNOWN"));
        approve(again, Partners.tier("银牌"))
                .statusCode(200)
                .body("state", equalTo("ACTIVE"))
                .body("rateBp", equalTo(800))
                .body("promoCode", matchesPattern("[2-9A-HJ-NP-Z]{8}"));
        approve(again, Partners.tier("银牌")).statusCode(409);
        see(token).body("state", equalTo("ACTIVE")).body("tierName", equalTo("银牌"));
    }

    @Test
    void many_applications_of_one_member_at_once_are_one() throws Exception {
        var token = SignIn.member("eager-" + System.nanoTime());

        try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> applying =
                    () -> Partners.applying(token, Map.of()).extract().statusCode();
            var codes = many
                    .invokeAll(IntStream.range(0, 6).mapToObj(_ -> applying).toList())
                    .stream()
                    .map(answer -> answer.resultNow())
                    .toList();

            assertThat(codes).containsOnlyOnce(201).contains(409);
        }
    }

    @Test
    void an_inviter_is_noted_and_an_unknown_one_or_an_old_agreement_refused() {
        var inviter = Partners.distributor();
        var token = SignIn.member("invited-" + System.nanoTime());

        Partners.applying(token, Map.of("inviterCode", "22222222"))
                .statusCode(422)
                .body("code", equalTo("INVITER_UNKNOWN"));
        Partners.applying(token, Map.of("agreementVersion", "1999"))
                .statusCode(409)
                .body("code", equalTo("AGREEMENT_OUTDATED"));
        var id = Partners.applying(
                        token, Map.of("inviterCode", inviter.promoCode().toLowerCase(Locale.ROOT)))
                .statusCode(201)
                .extract()
                .<String>path("id");

        staff("ops").get(APPLICATIONS + "/" + id).then().body("inviterId", equalTo(inviter.id()));
    }

    @Test
    void by_policy_everybody_is_admitted_at_once_but_not_one_person_twice() {
        var phone = Partners.phone();
        var before = staff("ops").get(JOINING).jsonPath();
        joining("AUTOMATIC", before.getInt("version")).statusCode(200);
        joining("AUTOMATIC", before.getInt("version")).statusCode(409);

        try {
            var token = SignIn.member("automatic-" + System.nanoTime());
            var twin = SignIn.member("automatic-twin-" + System.nanoTime());

            Partners.applying(token, Map.of("phone", phone))
                    .statusCode(201)
                    .body("state", equalTo("ACTIVE"))
                    .body("tierName", equalTo("普通"));
            Partners.applying(twin, Map.of("phone", phone)).statusCode(201).body("state", equalTo("APPLIED"));
        } finally {
            joining("BY_STAFF", before.getInt("version") + 1).statusCode(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AFTER_PURCHASE",
                "AFTER_FEE",
                "AFTER_DEPOSIT",
                "AFTER_STORED_VALUE",
                "AFTER_FIRST_STOCK",
                "AFTER_RECRUITS"
            })
    void no_joining_policy_can_ask_for_money_or_heads(String approval) {
        joining(approval, 1).statusCode(400);
        var body = new HashMap<String, Object>(
                Map.of("approval", "AUTOMATIC", "agreementVersion", "2026-01", "reason", "x", "version", 1));
        body.put("minimumPurchaseFen", 100);
        staff("ops").body(body).put(JOINING).then().statusCode(400);
        Shop.as(Shop.buyer().token()).get(JOINING).then().statusCode(403);
    }

    // Standing

    @Test
    void who_is_suspended_has_no_claim_and_no_living_link_until_he_is_resumed() {
        var distributor = Partners.distributor("金牌");
        var link = distributor.link();
        assertThat(claim(distributor).orElseThrow().rate().basisPoints()).isEqualTo(1_000);
        assertThat(byCode(distributor.promoCode().toLowerCase(Locale.ROOT))).isPresent();

        move(distributor, "suspend").statusCode(200).body("state", equalTo("SUSPENDED"));
        move(distributor, "suspend").statusCode(409);
        assertThat(claim(distributor)).isEmpty();
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> Shop.as(SignIn.member("x-" + System.nanoTime()))
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
        assertThat(claim(distributor)).isPresent();
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
        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
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

    // Tiers

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
        var before = clock.instant();

        changeTier(id, Map.of("name", name, "order", place, "rateBp", 700, "reason", "涨", "version", 0))
                .statusCode(200)
                .body("rateBp", equalTo(700))
                .body("rates", hasSize(2));

        assertThat(claim(distributor).orElseThrow().rate().basisPoints()).isEqualTo(700);
        assertThat(waitFor(() -> distributors.byId(transactions.reads(), id(distributor), before))
                        .orElseThrow()
                        .rate()
                        .basisPoints())
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

    // Teams

    @Test
    void a_team_is_led_joined_handed_over_and_left() {
        var captain = Partners.distributor();
        var member = Partners.distributor();
        var name = "队" + System.nanoTime();

        team(name, captain, "COMPANY")
                .statusCode(422)
                .body("code", equalTo("TEAM_COMPANY_UNLICENSED"))
                .body("rule", equalTo("L9"));
        var id = team(name, captain, "PERSONAL").statusCode(201).extract().<String>path("id");
        team(name, member, "PERSONAL").statusCode(409).body("code", equalTo("TEAM_EXISTS"));
        team(name + "2", captain, "PERSONAL").statusCode(409).body("code", equalTo("TEAM_TAKEN"));

        join(id, member.id()).statusCode(200).body("members", hasSize(2));
        join(id, member.id()).statusCode(409);
        join(id, Ids.next().toString()).statusCode(422).body("code", equalTo("TEAM_MEMBER_NOT_ACTIVE"));
        join(Ids.next().toString(), member.id()).statusCode(404);
        assertThat(Partners.bindings(member.memberId()).getInt("total")).isZero();
        assertThat(claim(member).orElseThrow().team()).contains(UUID.fromString(id));

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

    // The partner's own view

    @Test
    void a_distributor_sees_his_customers_masked_and_nobody_elses() {
        var distributor = Partners.distributor();
        var rival = Partners.distributor();
        var names = IntStream.range(0, 3)
                .mapToObj(n -> "masked-" + n + "-" + System.nanoTime())
                .toList();
        names.forEach(name -> Partners.open(SignIn.member(name), distributor.link()));
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(partner(distributor)
                                .get("/api/partner/v1/customers")
                                .jsonPath()
                                .getList("items"))
                        .hasSize(3));

        var first =
                partner(distributor).get("/api/partner/v1/customers?limit=2").jsonPath();
        var rest = partner(distributor)
                .get("/api/partner/v1/customers?limit=2&cursor=" + first.getString("nextCursor"))
                .jsonPath();

        assertThat(first.getList("items")).hasSize(2);
        assertThat(rest.getList("items")).hasSize(1);
        assertThat(first.getString("items[0].name")).startsWith("会员");
        assertThat(first.getMap("items[0]").keySet().toString()).doesNotContain("member");
        assertThat(partner(rival).get("/api/partner/v1/customers").jsonPath().getList("items"))
                .isEmpty();
    }

    @Test
    void who_is_no_distributor_is_told_so_everywhere() {
        var token = SignIn.member("nobody-" + System.nanoTime());

        for (var path : List.of("me", "customers", "team")) {
            Shop.as(token)
                    .get("/api/partner/v1/" + path)
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("NOT_A_DISTRIBUTOR"));
        }
        Shop.as(token)
                .body(Map.of("source", "POSTER"))
                .post("/api/partner/v1/share-tokens")
                .then()
                .statusCode(403);
        Shop.as(token)
                .body(Map.of("reason", "x"))
                .post("/api/partner/v1/me/quit")
                .then()
                .statusCode(403);
        io.restassured.RestAssured.get("/api/mp/v1/me/distributor").then().statusCode(401);
    }

    // The words of the stories

    private static io.restassured.specification.RequestSpecification staff(String role) {
        return Shop.as(Shop.staff(role));
    }

    private static io.restassured.specification.RequestSpecification partner(Distributor distributor) {
        return Shop.as(distributor.token());
    }

    private static ValidatableResponse see(String token) {
        return Shop.as(token).get("/api/mp/v1/me/distributor").then();
    }

    private static ValidatableResponse approve(String application, String tier) {
        return decide(application, "approve", Map.of("tierId", tier, "reason", "见过面"));
    }

    private static ValidatableResponse decide(String application, String command, Map<String, Object> body) {
        return staff("ops")
                .body(body)
                .post(APPLICATIONS + "/{id}/{command}", application, command)
                .then();
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

    private static ValidatableResponse joining(String approval, int version) {
        return staff("ops")
                .body(Map.of("approval", approval, "agreementVersion", "2026-01", "reason", "政策", "version", version))
                .put(JOINING)
                .then();
    }

    private static ValidatableResponse tier(Map<String, Object> body) {
        return staff("merchandiser").body(body).post(TIERS).then();
    }

    private static ValidatableResponse changeTier(String id, Map<String, Object> body) {
        return staff("merchandiser").body(body).put(TIERS + "/" + id).then();
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

    private static DistributorId id(Distributor distributor) {
        return new DistributorId(UUID.fromString(distributor.id()));
    }

    private java.util.Optional<DistributorClaim> claim(Distributor distributor) {
        return waitFor(() -> distributors.byId(transactions.reads(), id(distributor), clock.instant()));
    }

    private java.util.Optional<DistributorClaim> byCode(String code) {
        return waitFor(() -> distributors.byPromoCode(transactions.reads(), code, clock.instant()));
    }

    private static String row(String id) throws SQLException {
        try (var owner = Database.asOwner();
                var query =
                        owner.prepareStatement("select d::text from distribution_distributor d where id = ?::uuid")) {
            query.setString(1, id);
            try (var rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        }
    }

    private static <T> T waitFor(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }
}
