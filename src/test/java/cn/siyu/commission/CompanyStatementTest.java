package cn.siyu.commission;

import static cn.siyu.commission.Earners.funded;
import static cn.siyu.commission.Months.finance;
import static cn.siyu.commission.Months.month;
import static cn.siyu.commission.Months.over;
import static cn.siyu.commission.Months.stated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.commission.Earners.Partner;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** A team's company has one statement for all of its members; each of them sees his own part (C4). */
@QuarkusTest
class CompanyStatementTest {

    private static final String SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    @Test
    void one_statement_for_the_company_and_a_part_for_each_member() {
        var captain = funded(1_000);
        var member = funded(250);
        var company = company();
        var team = team(captain, company);
        new Staff(Shop.staff("ops"))
                .post("/api/admin/v1/teams/" + team + "/members", Map.of("distributorId", member.id(), "reason", "加入"))
                .statusCode(200);
        var month = month();
        over(month);
        captain = captain.again();
        member = member.again();

        var _ = stated(month);

        var statement = finance()
                .get("/api/admin/v1/commission-statements?month=" + month + "&kind=COMPANY&accountId=" + member.id())
                .statusCode(200)
                .body("total", equalTo(1))
                .body("items[0].subjectId", equalTo(company))
                .body("items[0].sums.closingFen", equalTo(1_250))
                .body("items[0].ledgerDifferenceFen", equalTo(0))
                .extract()
                .<String>path("items[0].id");
        captain.get("/statements/" + statement)
                .then()
                .statusCode(200)
                .body("statement.sums.adjustedFen", equalTo(1_250))
                .body("parts", hasSize(2))
                .body("mayConfirm", equalTo(true));
        member.get("/statements").then().statusCode(200).body("items[0].sums.adjustedFen", equalTo(250));
        member.get("/statements/" + statement)
                .then()
                .statusCode(200)
                .body("statement.sums.closingFen", equalTo(250))
                .body("parts.accountId", equalTo(List.of(member.id().toString())))
                .body("mayConfirm", equalTo(false));
        assertThat(lines(member, statement)).isOne();
        assertThat(lines(captain, statement)).isEqualTo(2);
        confirm(member, statement).statusCode(404);
        confirm(captain, statement).statusCode(200).body("state", equalTo("CONFIRMED"));
    }

    private static int lines(Partner partner, String statement) {
        return partner.get("/statements/" + statement + "/lines")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items")
                .size();
    }

    private static ValidatableResponse confirm(Partner partner, String statement) {
        return partner.person()
                .asks()
                .post(Earners.API + "/statements/" + statement + "/confirm")
                .then();
    }

    private static String company() {
        return finance()
                .post(
                        "/api/admin/v1/team-companies",
                        Map.of(
                                "name", "杭州某某推广有限公司",
                                "creditCode", creditCode(),
                                "licenceFile", "licence.pdf",
                                "accountName", "杭州某某推广有限公司",
                                "bankName", "某银行",
                                "accountNumber", "6222000011112222",
                                "reason", "签约"))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String team(Partner captain, String company) {
        return new Staff(Shop.staff("ops"))
                .post(
                        "/api/admin/v1/teams",
                        Map.of(
                                "name",
                                "队" + System.nanoTime(),
                                "captainId",
                                captain.id(),
                                "settlement",
                                "COMPANY",
                                "companyId",
                                company,
                                "contractFile",
                                "contract.pdf",
                                "contractUntil",
                                SandboxControl.now()
                                        .plus(Duration.ofDays(3_650))
                                        .toString(),
                                "reason",
                                "成立"))
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Seventeen signs and the one that checks them. */
    private static String creditCode() {
        var begin = "91330100" + ThreadLocalRandom.current().nextInt(100_000_000, 1_000_000_000);
        var sum = 0;
        var weight = 1;
        for (var sign : begin.toCharArray()) {
            sum += SIGNS.indexOf(sign) * weight;
            weight = weight * 3 % SIGNS.length();
        }
        return begin + SIGNS.charAt((SIGNS.length() - sum % SIGNS.length()) % SIGNS.length());
    }
}
