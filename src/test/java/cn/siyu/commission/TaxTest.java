package cn.siyu.commission;

import static cn.siyu.commission.Earners.distributor;
import static cn.siyu.commission.Earners.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who sees to whose tax is decided with a reason; a payee sees what would be left, and says who he is. */
@QuarkusTest
class TaxTest {

    private static final String POLICIES = "/api/admin/v1/tax-policies";
    private static final String TAX = Earners.API + "/tax";

    private static final Instant BEGAN = SandboxControl.now();

    @Test
    void the_law_holds_until_somebody_says_otherwise_with_a_reason() {
        finance()
                .get(POLICIES)
                .statusCode(200)
                .body("items.formula", hasItem("PLATFORM_CUMULATIVE_2025"))
                .body("items.formula", hasItem("LABOUR_MONTHLY_2019"));
        Shop.as(Shop.staff("merchandiser")).get(POLICIES).then().statusCode(403);
        set("EMPLOYEE", "WITHHOLD", "LABOUR_MONTHLY_2019", 0, "x").statusCode(422);
        set("DISTRIBUTOR", "PAYROLL", null, 0, "x").statusCode(422);
        set("DISTRIBUTOR", "WITHHOLD", null, 0, "x").statusCode(422).body("code", equalTo("TAX_POLICY_WRONG"));
        set("COMPANY", "THIRD_PARTY", null, 0, "x").statusCode(422);
        set("KOC", "EXTERNAL", null, -1, "x").statusCode(422).body("code", equalTo("RULE_IN_THE_PAST"));
        set("KOC", "EXTERNAL", null, 1, "").statusCode(400);
        // far away, so that it does not hold for others meanwhile
        set("KOC", "WITHHOLD", "LABOUR_MONTHLY_2019", 40_000, "税务师意见").statusCode(201);
        set("KOC", "EXTERNAL", null, 40_000, "再来一次").statusCode(409).body("code", equalTo("RULE_OVERLAPS"));
    }

    private static ValidatableResponse set(
            String subject, String handling, @Nullable String formula, int days, String reason) {
        var body = new HashMap<String, Object>(Map.of("subject", subject, "handling", handling, "reason", reason));
        if (formula != null) {
            body.put("formula", formula);
        }
        if (days != 0) {
            body.put("from", BEGAN.plus(Duration.ofDays(days)).toString());
        }
        return finance().post(POLICIES, body);
    }

    @Test
    void a_payee_sees_what_would_be_left() {
        var partner = distributor();
        partner.get("/tax/quote?amountFen=1000000")
                .then()
                .statusCode(200)
                .body("handling", equalTo("WITHHOLD"))
                .body("formula", equalTo("PLATFORM_CUMULATIVE_2025"))
                .body("taxFen", equalTo(9_000))
                .body("netFen", equalTo(991_000))
                .body("taxableFen", equalTo(300_000))
                .body("rateBasisPoints", equalTo(300));
        partner.get("/tax/quote").then().statusCode(400);
        assertThat(number("select count(*) from commission_tax where payee_id = '" + partner.id() + "'"))
                .isZero();
    }

    @Test
    void whom_an_agent_pays_withdraws_nothing_himself_and_what_he_got_is_noted() {
        var koc = Earners.koc();
        var _ = Earners.adjusted(koc, 900);
        set("KOC", "THIRD_PARTY", null, 0, "灵活用工平台代发").statusCode(201);
        try {
            koc.withdraw(900).then().statusCode(409).body("code", equalTo("PAID_TO_COMPANY"));
            var paid = Earners.proposed(koc, "PAID_OUTSIDE", -900)
                    .statusCode(201)
                    .extract()
                    .<String>path("id");
            Staff.as("admin")
                    .post(
                            "/api/admin/v1/commission-adjustments/" + paid + "/approve",
                            Map.of("version", 0, "reason", "回单"))
                    .statusCode(200);
            assertThat(koc.account().getLong("availableFen")).isZero();
        } finally {
            set("KOC", "WITHHOLD", "PLATFORM_CUMULATIVE_2025", 0, "恢复").statusCode(201);
        }
        var _ = Earners.adjusted(koc, 100);
        koc.withdraw(100).then().statusCode(201);
    }

    @Test
    void who_he_is_he_says_himself_and_it_is_kept_sealed() {
        var partner = distributor();
        partner.get("/tax/identity").then().statusCode(404);
        identify(partner, "110101199003077758", "v1").then().statusCode(200);
        identify(partner, "110101199003077759", "v1")
                .then()
                .statusCode(422)
                .body("code", equalTo("TAX_IDENTITY_WRONG"));
        identify(partner, "110101199003077758", "").then().statusCode(400);
        partner.get("/tax/identity")
                .then()
                .statusCode(200)
                .body("idNumber", equalTo("1101************58"))
                .body("consentVersion", equalTo("v1"));
        assertThat(number("select count(*) from commission_tax_identity where number_sealed like '%110101%'"
                        + " or name_sealed like '%李%'"))
                .isZero();
        finance().get("/api/admin/v1/tax-reports/2026/4/export").statusCode(200);
        finance().get("/api/admin/v1/tax-reports/2026/5/export").statusCode(400);
    }

    private static Response identify(Earners.Partner partner, String number, String consent) {
        return partner.person()
                .asks()
                .body(Map.of("name", "李小红", "idNumber", number, "consentVersion", consent))
                .put(TAX + "/identity");
    }

    private static Staff finance() {
        return new Staff(Shop.staff("finance"));
    }
}
