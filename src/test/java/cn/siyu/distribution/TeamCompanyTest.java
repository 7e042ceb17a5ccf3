package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.Database;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A team that a company settles: with all its papers or not at all, and each instant with whom it was then (C4, L9). */
@QuarkusTest
class TeamCompanyTest {

    private static final String COMPANIES = "/api/admin/v1/team-companies";
    private static final String TEAMS = "/api/admin/v1/teams";
    private static final String SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

    @Inject
    Claims claims;

    @Test
    void a_company_is_kept_with_its_licence_and_its_account_is_sealed() throws SQLException {
        var code = creditCode();
        var id = company(code)
                .statusCode(201)
                .body("accountNumber", equalTo("6222020200112233"))
                .extract()
                .<String>path("id");

        company(code).statusCode(409).body("code", equalTo("TEAM_COMPANY_EXISTS"));
        company("91110000600037341X").statusCode(422).body("code", equalTo("CREDIT_CODE_WRONG"));
        staff("ops").get(COMPANIES + "/" + id).then().statusCode(200).body("accountNumber", equalTo("****2233"));
        staff("ops").get(COMPANIES + "/" + Ids.next()).then().statusCode(404);
        staff("ops").get(COMPANIES + "?size=100").then().statusCode(200).body("items.id", hasItem(id));
        staff("ops").get(COMPANIES + "?size=0").then().statusCode(400);
        change(id, code, 0).statusCode(200).body("name", equalTo("新名字")).body("version", equalTo(1));
        change(id, code, 0).statusCode(409);
        change(id, creditCode(), 1).statusCode(422);
        assertThat(stored(id)).doesNotContain("6222020200112233");
    }

    @Test
    void a_team_is_settled_with_its_company_from_the_instant_on_and_only_while_the_contract_runs() {
        var captain = Partners.distributor();
        var member = Partners.distributor();
        var loner = Partners.distributor();
        var before = claims.now();
        var team = team(captain);
        var joined = join(team, member).statusCode(200).extract().<String>path("id");
        var company = company(creditCode()).statusCode(201).extract().<String>path("id");
        var until = claims.now().plus(Duration.ofDays(30));

        settle(team, Map.of("settlement", "COMPANY", "companyId", company))
                .statusCode(422)
                .body("code", equalTo("UNLAWFUL_COMPANY_WITHOUT_LICENCE"));
        settle(team, contract(Ids.next().toString(), until))
                .statusCode(422)
                .body("code", equalTo("TEAM_COMPANY_UNKNOWN"));
        settle(Ids.next().toString(), contract(company, until)).statusCode(404);
        settle(team, contract(company, until))
                .statusCode(200)
                .body("settlement", equalTo("COMPANY"))
                .body("companyId", equalTo(company))
                .body("settlements", hasSize(2))
                .body("settlements[0].contractFile", equalTo("contracts/7.pdf"));

        assertThat(joined).isEqualTo(team);
        var now = claims.now();
        assertThat(claims.way(member, now).payee()).isEqualTo(UUID.fromString(company));
        assertThat(claims.way(captain, now).payee()).isEqualTo(UUID.fromString(company));
        assertThat(claims.way(captain, now).type()).isEqualTo(DistributorType.TEAM_CAPTAIN);
        assertThat(claims.way(loner, now).payee()).isEqualTo(UUID.fromString(loner.id()));
        assertThat(claims.way(member, before).payee()).isEqualTo(UUID.fromString(member.id()));
        assertThat(claims.way(member, until).payee()).isEqualTo(UUID.fromString(member.id()));

        settle(team, Map.of("settlement", "PERSONAL")).statusCode(200).body("companyId", equalTo(null));
        assertThat(claims.way(member, claims.now()).company()).isEmpty();
        assertThat(claims.way(member, now).company()).contains(UUID.fromString(company));
    }

    @Test
    void nobody_is_settled_with_a_company_without_his_own_agreement() throws SQLException {
        var captain = Partners.distributor();
        var late = Partners.distributor();
        var team = team(captain);
        var company = company(creditCode()).statusCode(201).extract().<String>path("id");
        var until = claims.now().plus(Duration.ofDays(30));
        forget(captain);
        forget(late);

        settle(team, contract(company, until)).statusCode(422).body("code", equalTo("TEAM_AGREEMENT_MISSING"));
        agree(captain, "1999").statusCode(409).body("code", equalTo("AGREEMENT_OUTDATED"));
        agree(captain, agreement(captain)).statusCode(200).body("agreementVersion", equalTo(agreement(captain)));
        settle(team, contract(company, until)).statusCode(200);
        join(team, late)
                .statusCode(422)
                .body("code", equalTo("TEAM_AGREEMENT_MISSING"))
                .body("rule", equalTo("L9"));
        agree(late, agreement(late)).statusCode(200);
        join(team, late).statusCode(200);
        Shop.as(Shop.buyer().token())
                .body(Map.of("agreementVersion", agreement(late)))
                .post("/api/partner/v1/me/agreement")
                .then()
                .statusCode(403);
    }

    private static RequestSpecification staff(String role) {
        return Shop.as(Shop.staff(role));
    }

    private static ValidatableResponse company(String creditCode) {
        return staff("finance")
                .body(papers(creditCode, "小队科技有限公司", 0))
                .post(COMPANIES)
                .then();
    }

    private static ValidatableResponse change(String id, String creditCode, int version) {
        return staff("finance")
                .body(papers(creditCode, "新名字", version))
                .put(COMPANIES + "/" + id)
                .then();
    }

    private static Map<String, Object> papers(String creditCode, String name, int version) {
        return Map.of(
                "name", name,
                "creditCode", creditCode,
                "licenceFile", "licences/1.pdf",
                "accountName", "小队科技有限公司",
                "bankName", "招商银行",
                "accountNumber", "6222020200112233",
                "reason", "签约",
                "version", version);
    }

    private static Map<String, Object> contract(String company, Instant until) {
        return Map.of(
                "settlement",
                "COMPANY",
                "companyId",
                company,
                "contractFile",
                "contracts/7.pdf",
                "contractUntil",
                until.toString());
    }

    private static String team(Distributor captain) {
        return staff("ops")
                .body(Map.of(
                        "name",
                        "司" + System.nanoTime(),
                        "captainId",
                        captain.id(),
                        "settlement",
                        "PERSONAL",
                        "reason",
                        "成立"))
                .post(TEAMS)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static ValidatableResponse join(String team, Distributor distributor) {
        return staff("ops")
                .body(Map.of("distributorId", distributor.id(), "reason", "加入"))
                .post(TEAMS + "/{id}/members", team)
                .then();
    }

    private static ValidatableResponse settle(String team, Map<String, Object> wish) {
        var body = new HashMap<>(wish);
        body.put("reason", "签约");
        return staff("finance")
                .body(body)
                .post(TEAMS + "/{id}/settlement", team)
                .then();
    }

    private static ValidatableResponse agree(Distributor distributor, String version) {
        return Shop.as(distributor.token())
                .body(Map.of("agreementVersion", version))
                .post("/api/partner/v1/me/agreement")
                .then();
    }

    private static String agreement(Distributor distributor) {
        return Shop.as(distributor.token())
                .get("/api/mp/v1/me/distributor")
                .jsonPath()
                .getString("agreementVersion");
    }

    /** As if he had agreed to an older text only. */
    private static void forget(Distributor distributor) throws SQLException {
        try (var owner = Database.asOwner();
                var statement = owner.createStatement()) {
            var _ = statement.execute("update distribution_distributor set agreement_version = '2025-01' where id = '"
                    + distributor.id() + "'");
        }
    }

    private static String stored(String id) throws SQLException {
        try (var owner = Database.asOwner();
                var query = owner.prepareStatement("select c::text from distribution_company c where id = ?::uuid")) {
            query.setString(1, id);
            try (var rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        }
    }

    /** A code that nobody has, with the sign that checks it. */
    private static String creditCode() {
        var body = "91440300MA" + "%07d".formatted(System.nanoTime() % 10_000_000L);
        var sum = 0;
        for (var place = 0; place < WEIGHTS.length; place++) {
            sum += SIGNS.indexOf(body.charAt(place)) * WEIGHTS[place];
        }
        return body + SIGNS.charAt((31 - sum % 31) % 31);
    }
}
