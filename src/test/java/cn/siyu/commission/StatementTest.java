package cn.siyu.commission;

import static cn.siyu.commission.Earners.adjusted;
import static cn.siyu.commission.Earners.execute;
import static cn.siyu.commission.Earners.funded;
import static cn.siyu.commission.Earners.number;
import static cn.siyu.commission.Earners.rich;
import static cn.siyu.commission.Months.confirm;
import static cn.siyu.commission.Months.finance;
import static cn.siyu.commission.Months.lines;
import static cn.siyu.commission.Months.lock;
import static cn.siyu.commission.Months.month;
import static cn.siyu.commission.Months.only;
import static cn.siyu.commission.Months.over;
import static cn.siyu.commission.Months.stated;
import static cn.siyu.commission.Months.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.commission.Earners.Partner;
import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A month of an account: told, disputed line by line, agreed to, closed; and taxed by what was paid out in it. */
@QuarkusTest
class StatementTest {

    private static final String DESK = Months.DESK;
    private static final String MONTHS = Months.API;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_month_is_told_line_by_line_and_the_next_begins_where_it_ended() {
        var partner = rich(1_200_000);
        var month = month();
        withdrawn(partner, 1_000_000);
        var _ = adjusted(partner, -777);
        finance().post(MONTHS + month + "/run").statusCode(409).body("code", equalTo("STATEMENT_MONTH_OPEN"));
        over(month);
        partner = partner.again();

        var _ = stated(month);

        var statement = only(partner);
        sums(statement, 0, 1_200_000, 9_000, 991_000, 199_223);
        assertThat(statement.getLong("sums.adjustedFen")).isEqualTo(-777);
        assertThat(statement.getString("month")).isEqualTo(month.toString());
        assertThat(statement.getLong("ledgerDifferenceFen")).isZero();
        assertThat(statement.getString("state")).isEqualTo("DRAFT");
        var id = statement.getString("id");
        var lines = lines(partner, id);
        assertThat(lines.getList("items.kind", String.class)).containsExactly("ACCRUAL", "PAYOUT", "ADJUSTMENT");
        assertThat(lines.getList("items.amountFen", Integer.class)).containsExactly(1_200_000, -1_000_000, -777);
        assertThat(lines.getLong("items[1].taxFen")).isEqualTo(9_000);
        assertThat(text(partner, id))
                .contains("ACCRUAL")
                .contains("-1000000,9000")
                .hasLineCount(4);
        var _ = stated(month);
        assertThat(only(partner).getString("id")).isEqualTo(id);

        var next = month.plusMonths(1);
        over(next);
        var _ = stated(next);
        partner = partner.again();
        var later = partner.get("/statements?limit=1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(later.getString("items[0].month")).isEqualTo(next.toString());
        sums(later.setRootPath("items[0]"), 199_223, 0, 0, 0, 199_223);
        later.setRootPath("");
        var last = partner;
        var cursor = later.getString("nextCursor");
        // nobody objected
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> last.get("/statements?cursor=" + cursor)
                        .then()
                        .statusCode(200)
                        .body("items", hasSize(1))
                        .body("items[0].id", equalTo(id))
                        .body("items[0].state", equalTo("CONFIRMED"))
                        .body("items[0].confirmedHow", equalTo("TIME")));
        finance().post(MONTHS + month + "/run").statusCode(409).body("code", equalTo("STATEMENT_MONTH_PAST"));
    }

    @Test
    void a_run_that_was_killed_goes_on_behind_its_cursor() {
        var early = funded(300);
        var late = funded(400);
        var month = month();
        over(month);
        execute("""
                insert into kernel_job (
                       id, kind, state, actor_kind, actor_id, actor_name, parameters, checkpoint, created_at, started_at,
                       attempts, lease_token, lease_until)
                values (gen_random_uuid(), 'commission-statements', 'RUNNING', 'SYSTEM', gen_random_uuid(), 'killed',
                        '{"month": "%s"}', '{"companies": 0, "cursor": "%s", "processed": 1, "drafted": 0, "untied": 0}',
                        '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 1, gen_random_uuid(), '2026-01-01T00:00:00Z')""".formatted(month, early.id()));

        var lateAgain = late.again();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> lateAgain.get("/statements").then().body("items", hasSize(1)));
        early.again().get("/statements").then().statusCode(200).body("items", hasSize(0));
        var _ = stated(month);

        assertThat(only(early.again()).getLong("sums.adjustedFen")).isEqualTo(300);
        assertThat(only(lateAgain).getLong("sums.closingFen")).isEqualTo(400);
    }

    @Test
    void whose_news_is_unheard_is_stated_later() {
        var partner = rich(2_500);
        var month = month();
        var order = partner.get("/commissions").then().extract().<String>path("items[0].orderId");
        over(month);
        partner = partner.again();
        var event = Ids.next();
        execute("""
                insert into kernel_outbox (event_id, type, key, payload, occurred_at, appended_at, claimed_until)
                values ('%s', 'OrderRefunded', '%s', '{}', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z',
                        '2200-01-01T00:00:00Z')""".formatted(event, order));

        assertThat(stated(month)).isPositive();
        partner.get("/statements").then().statusCode(200).body("items", hasSize(0));
        execute("delete from kernel_outbox where event_id = '" + event + "'");
        var _ = stated(month);

        sums(only(partner), 0, 2_500, 0, 0, 2_500);
    }

    @Test
    void what_the_ledger_does_not_say_is_never_closed() {
        var partner = funded(700);
        var month = month();
        planted(partner, "COMMISSION_EXPENSE", "COMMISSION_AVAILABLE", 5);
        over(month);
        partner = partner.again();

        assertThat(stated(month)).isPositive();
        var id = only(partner).getString("id");
        assertThat(only(partner).getLong("ledgerDifferenceFen")).isEqualTo(5);
        confirm(partner, id).statusCode(200);
        lock(id, version(id)).statusCode(409).body("code", equalTo("STATEMENT_UNTIED"));
        finance()
                .get(DESK + "?untied=true&accountId=" + partner.id())
                .statusCode(200)
                .body("total", equalTo(1));

        planted(partner, "COMMISSION_AVAILABLE", "COMMISSION_EXPENSE", -5);
        tied(id).statusCode(200).body("ledgerDifferenceFen", equalTo(0));
        tied(id).statusCode(200).body("ledgerDifferenceFen", equalTo(0));
        tied(Ids.next().toString()).statusCode(404);
        lock(id, version(id)).statusCode(200).body("state", equalTo("LOCKED"));
    }

    private static void sums(JsonPath statement, long opening, long accrued, long tax, long paid, long closing) {
        assertThat(statement.getLong("sums.openingFen")).isEqualTo(opening);
        assertThat(statement.getLong("sums.accruedFen")).isEqualTo(accrued);
        assertThat(statement.getLong("sums.reversedFen")).isZero();
        assertThat(statement.getLong("sums.taxFen")).isEqualTo(tax);
        assertThat(statement.getLong("sums.paidFen")).isEqualTo(paid);
        assertThat(statement.getLong("sums.closingFen")).isEqualTo(closing);
    }

    private static String text(Partner partner, String id) {
        return partner.get("/statements/" + id + "/export")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .strip();
    }

    /** Two of finance agree, the payee confirms in WeChat, and the tax office is owed its part. */
    private static void withdrawn(Partner partner, long fen) {
        var id = partner.withdrawn(fen);
        var once = approve(id, 1, "finance").extract().jsonPath();
        approve(id, once.getLong("version"), "admin").statusCode(200);
        partner.awaitWithdrawal(id, "WAIT_CONFIRM");
        assertThat(partner.withdrawal(id).getLong("taxFen")).isEqualTo(9_000);
        assertThat(partner.withdrawal(id).getLong("netFen")).isEqualTo(fen - 9_000);
        SandboxControl.confirmTransfer(id.replace("-", ""));
        partner.awaitWithdrawal(id, "SUCCEEDED");
        assertThat(number("select amount_fen from ledger_transfer where credit_kind = 'TAX_PAYABLE' and reference = "
                        + "'WITHDRAWAL-TAX:" + id + "'"))
                .isEqualTo(9_000);
        assertThat(number("select tax_fen from commission_tax where state = 'PAID' and withdrawal_id = '" + id + "'"))
                .isEqualTo(9_000);
        var owed = finance()
                .get("/api/admin/v1/commission-liabilities/accounts?kind=TAX_PAYABLE")
                .statusCode(200)
                .body("total", equalTo(1), "items[0].differenceFen", equalTo(0))
                .extract()
                .jsonPath();
        assertThat(owed.getLong("items[0].recordedFen")).isGreaterThanOrEqualTo(9_000);
    }

    private static ValidatableResponse approve(String id, long version, String who) {
        return new Staff(Shop.staff(who))
                .post("/api/admin/v1/withdrawals/" + id + "/approve", Map.of("version", version, "reason", "看过了"))
                .statusCode(200);
    }

    private static ValidatableResponse tied(String id) {
        return finance().post(DESK + "/" + id + "/tie");
    }

    /** Money that no commission explains. */
    private static void planted(Partner partner, String debit, String credit, long fen) {
        var mine = partner.id().toString();
        var shop = "00000000-0000-0000-0000-000000000000";
        execute("""
                with one as (
                    insert into ledger_transfer (
                           id, reference, at, debit_kind, debit_owner, credit_kind, credit_owner, amount_fen)
                    values (gen_random_uuid(), 'PLANTED:' || gen_random_uuid(), '2026-01-01T00:00:00Z', '%s', '%s', '%s',
                            '%s', abs(%d))
                    returning *)
                insert into ledger_posting (transfer_id, side, kind, owner, amount_fen)
                select id, 'DEBIT', debit_kind, debit_owner, amount_fen from one
                 union all
                select id, 'CREDIT', credit_kind, credit_owner, -amount_fen from one""".formatted(debit, fen > 0 ? shop : mine, credit, fen > 0 ? mine : shop, fen));
        execute("update commission_account set available_fen = available_fen + %d where payee_id = '%s'"
                .formatted(fen, mine));
    }
}
