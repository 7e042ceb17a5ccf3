package cn.siyu.commission;

import static cn.siyu.commission.Earners.adjusted;
import static cn.siyu.commission.Earners.distributor;
import static cn.siyu.commission.Earners.execute;
import static cn.siyu.commission.Earners.funded;
import static cn.siyu.commission.Earners.proposed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two of finance put an account right; what is owed to payees always ties to the ledger, and where it does not, that is shown. */
@QuarkusTest
class AdjustmentStoryTest {

    private static final String DESK = "/api/admin/v1/commission-adjustments";
    private static final String LIABILITIES = "/api/admin/v1/commission-liabilities";

    @Test
    void nothing_is_posted_before_another_has_approved_it() {
        var partner = distributor();
        var id = proposed(partner, "CORRECTION", 12_300)
                .statusCode(201)
                .extract()
                .<String>path("id");
        assertThat(partner.account().getLong("availableFen")).isZero();

        decided(id, "approve", 0, "finance").statusCode(409).body("code", equalTo("FOUR_EYES"));
        decided(id, "approve", 5, "admin").statusCode(409).body("code", equalTo("STATE_CHANGED"));
        decided(id, "approve", 0, "admin").statusCode(200).body("state", equalTo("APPROVED"));
        decided(id, "reject", 1, "admin").statusCode(409).body("code", equalTo("ADJUSTMENT_STATE"));

        assertThat(partner.account().getLong("availableFen")).isEqualTo(12_300);
        partner.get("/adjustments")
                .then()
                .statusCode(200)
                .body("items", hasSize(1), "items[0].amountFen", equalTo(12_300));
        Staff.as("finance")
                .get("/api/admin/v1/ledger/transfers?reference=COMMISSION-ADJUSTMENT:" + id)
                .body("items[0].debit", equalTo("COMMISSION_ADJUSTED"), "items[0].amountFen", equalTo(12_300));
        var other = proposed(partner, "CORRECTION", -1).extract().<String>path("id");
        decided(other, "reject", 0, "finance").statusCode(200).body("state", equalTo("REJECTED"));
        Staff.as("auditor")
                .get(DESK + "?accountId=" + partner.id())
                .statusCode(200)
                .body("total", equalTo(2));
    }

    @Test
    void an_old_debt_is_written_off_by_two_and_a_young_one_is_not() {
        var partner = funded(100);
        proposed(partner, "WRITE_OFF", 1).statusCode(409).body("code", equalTo("NO_DEBT"));
        var _ = adjusted(partner, -400);
        assertThat(partner.account().getLong("debtFen")).isEqualTo(300);
        partner.withdraw(100).then().statusCode(409).body("code", equalTo("COMMISSION_DEBT"));
        proposed(partner, "WRITE_OFF", 301).statusCode(422).body("code", equalTo("WRITE_OFF_TOO_MUCH"));
        proposed(partner, "WRITE_OFF", 300).statusCode(409).body("code", equalTo("DEBT_TOO_YOUNG"));

        SandboxControl.advance(Duration.ofDays(1));
        var id = proposed(partner, "WRITE_OFF", 300).statusCode(201).extract().<String>path("id");
        decided(id, "approve", 0, "admin").statusCode(200);

        assertThat(partner.again().account().getLong("debtFen")).isZero();
        Staff.as("finance")
                .get("/api/admin/v1/ledger/transfers?reference=COMMISSION-ADJUSTMENT:" + id)
                .body("items[0].debit", equalTo("COMMISSION_WRITTEN_OFF"));
    }

    @Test
    void what_goes_with_wages_is_noted_against_the_bank_and_nobody_else_is_paid_so() {
        var seller = UUID.randomUUID();
        execute("insert into commission_account (payee_id, kind) values ('%s', 'EMPLOYEE')".formatted(seller));
        var employee = new Earners.Partner(seller, seller, Shop.buyer());
        var _ = adjusted(employee, 800);
        proposed(employee, "PAID_OUTSIDE", 800).statusCode(400);
        proposed(employee, "PAID_OUTSIDE", -801).statusCode(409).body("code", equalTo("COMMISSION_SHORT"));
        var paid = proposed(employee, "PAID_OUTSIDE", -800)
                .statusCode(201)
                .extract()
                .<String>path("id");

        decided(paid, "approve", 0, "admin").statusCode(200);

        Staff.as("finance")
                .get("/api/admin/v1/ledger/transfers?reference=COMMISSION-ADJUSTMENT:" + paid)
                .body("items[0].credit", equalTo("BANK"), "items[0].debit", equalTo("COMMISSION_PAYROLL"));
        owed(seller).body("total", equalTo(0));
        proposed(funded(100), "PAID_OUTSIDE", -100).statusCode(409).body("code", equalTo("NOT_PAID_OUTSIDE"));
    }

    @Test
    void what_is_owed_ties_to_the_ledger_and_a_difference_is_named() {
        var partner = funded(900);
        var withdrawal = partner.withdrawn(400);
        var before = differing();

        owed(partner.id())
                .body("items.find { it.kind == 'COMMISSION_AVAILABLE' }.recordedFen", equalTo(500))
                .body("items.find { it.kind == 'COMMISSION_AVAILABLE' }.ledgerFen", equalTo(500))
                .body("items.find { it.kind == 'COMMISSION_WITHDRAWING' }.ledgerFen", equalTo(400));
        Staff.as("finance")
                .get(LIABILITIES + "/accounts/" + partner.id() + "/movements?kind=COMMISSION_AVAILABLE&limit=1")
                .statusCode(200)
                .body("items[0].reference", equalTo("WITHDRAWAL:" + withdrawal), "items[0].amountFen", equalTo(-400));
        Staff.as("auditor")
                .get(LIABILITIES + "/export")
                .statusCode(200)
                .body(containsString("COMMISSION_AVAILABLE," + partner.id() + ",500,500,0"));

        execute("update commission_withdrawal set amount_fen = 399 where id = '%s'".formatted(withdrawal));
        var crooked = differing();
        owed(partner.id()).body("items.find { it.kind == 'COMMISSION_AVAILABLE' }.differenceFen", equalTo(1));
        Staff.as("finance")
                .get(LIABILITIES + "/accounts?differing=true&accountId=" + partner.id())
                .body("total", equalTo(2));
        execute("update commission_withdrawal set amount_fen = 400 where id = '%s'".formatted(withdrawal));

        assertThat(crooked - before).isEqualTo(2);
        assertThat(differing()).isEqualTo(before);
    }

    @Test
    void only_finance_puts_right_and_only_what_there_is() {
        var finance = Staff.as("finance");

        Staff.as("support").get(DESK).statusCode(403);
        finance.get(DESK + "?page=0").statusCode(400);
        decided(UUID.randomUUID().toString(), "approve", 0, "finance").statusCode(404);
        decided(UUID.randomUUID().toString(), "reject", 0, "finance").statusCode(404);
        Shop.as(Shop.staff("finance"))
                .header("Idempotency-Key", Shop.key())
                .body(Map.of("accountId", UUID.randomUUID(), "kind", "CORRECTION", "amountFen", 5, "reason", "?"))
                .post(DESK)
                .then()
                .statusCode(404);
        finance.get(LIABILITIES + "?at=2999-01-01T00:00:00Z").statusCode(400);
        finance.get(LIABILITIES + "/accounts?page=0").statusCode(400);
        finance.get(LIABILITIES + "/export?at=2999-01-01T00:00:00Z").statusCode(400);
        finance.get(LIABILITIES + "/accounts/" + UUID.randomUUID() + "/movements?kind=BANK")
                .statusCode(400);
        Shop.buyer().asks().get(Earners.API + "/adjustments").then().statusCode(403);
    }

    private static ValidatableResponse decided(String id, String command, long version, String who) {
        return Staff.as(who).post(DESK + "/" + id + "/" + command, Map.of("version", version, "reason", "核对过"));
    }

    private static ValidatableResponse owed(UUID account) {
        return Staff.as("finance")
                .get(LIABILITIES + "/accounts?accountId=" + account)
                .statusCode(200);
    }

    private static int differing() {
        return Staff.as("finance")
                .get(LIABILITIES)
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("kinds.differing", Integer.class)
                .stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
