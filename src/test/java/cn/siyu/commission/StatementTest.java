package cn.siyu.commission;

import static cn.siyu.commission.Earners.execute;
import static cn.siyu.commission.Earners.number;
import static cn.siyu.commission.Earners.rich;
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
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A month of an account: told, disputed line by line, agreed to, closed; and taxed by what was paid out in it. */
@QuarkusTest
class StatementTest {

    private static final String DESK = "/api/admin/v1/commission-statements";
    private static final String MONTHS = "/api/admin/v1/commission-statement-months/";
    private static final String DISPUTES = "/api/admin/v1/statement-disputes";
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_month_is_told_line_by_line_and_the_next_begins_where_it_ended() {
        var partner = rich(1_200_000);
        var month = month();
        withdrawn(partner, 1_000_000);
        finance().post(MONTHS + month + "/run").statusCode(409).body("code", equalTo("STATEMENT_MONTH_OPEN"));
        over(month);
        partner = partner.again();

        var _ = stated(month);

        var statement = only(partner);
        sums(statement, 0, 1_200_000, 9_000, 991_000, 200_000);
        assertThat(statement.getString("month")).isEqualTo(month.toString());
        assertThat(statement.getLong("ledgerDifferenceFen")).isZero();
        assertThat(statement.getString("state")).isEqualTo("DRAFT");
        var id = statement.getString("id");
        var lines = lines(partner, id);
        assertThat(lines.getList("items.kind", String.class)).containsExactly("ACCRUAL", "PAYOUT");
        assertThat(lines.getList("items.amountFen", Integer.class)).containsExactly(1_200_000, -1_000_000);
        assertThat(lines.getLong("items[1].taxFen")).isEqualTo(9_000);
        assertThat(text(partner, id))
                .contains("ACCRUAL")
                .contains("-1000000,9000")
                .hasLineCount(3);
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
        sums(later.setRootPath("items[0]"), 200_000, 0, 0, 0, 200_000);
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
    void a_dispute_opens_its_line_and_keeps_the_statement_from_being_closed() {
        var partner = rich(4_000);
        var stranger = rich(100);
        var month = month();
        over(month);
        partner = partner.again();
        stranger = stranger.again();
        var _ = stated(month);
        var id = only(partner).getString("id");
        var line = lines(partner, id).getString("items[0].id");

        stranger.get("/statements/" + id).then().statusCode(404);
        stranger.get("/statements/" + id + "/lines").then().statusCode(404);
        stranger.get("/statements/" + id + "/export").then().statusCode(404);
        confirm(stranger, id).statusCode(404);
        dispute(stranger, id, line).statusCode(404);
        dispute(partner, id, UUID.randomUUID().toString()).statusCode(404);
        Shop.buyer().asks().get(Earners.API + "/statements").then().statusCode(403);
        lock(id, 0).statusCode(409).body("code", equalTo("STATEMENT_STATE"));

        var opened = dispute(partner, id, line).statusCode(201).extract().jsonPath();
        var dispute = opened.getString("id");
        dispute(partner, id, line).statusCode(409).body("code", equalTo("DISPUTE_STATE"));
        confirm(partner, id).statusCode(200).body("state", equalTo("CONFIRMED")).body("openDisputes", equalTo(1));
        assertThat(lines(partner, id).getString("items[0].dispute")).isEqualTo("OPEN");
        lock(id, version(id)).statusCode(409).body("code", equalTo("STATEMENT_DISPUTED"));
        finance()
                .get(DISPUTES + "?state=OPEN&accountId=" + partner.id())
                .statusCode(200)
                .body("total", equalTo(1));
        stranger.person()
                .asks()
                .post(Earners.API + "/statement-disputes/" + dispute + "/take-back")
                .then()
                .statusCode(404);
        takeBack(partner, dispute).statusCode(200).body("state", equalTo("TAKEN_BACK"));
        dispute(partner, id, line).statusCode(201).body("state", equalTo("OPEN"));
        answer(dispute, 77).statusCode(409).body("code", equalTo("STATE_CHANGED"));
        answer(dispute, 2)
                .statusCode(200)
                .body("state", equalTo("REJECTED"))
                .body("history.state", equalTo(List.of("OPEN", "TAKEN_BACK", "OPEN", "REJECTED")));
        takeBack(partner, dispute).statusCode(409).body("code", equalTo("DISPUTE_STATE"));
        lock(id, 0).statusCode(409).body("code", equalTo("STATE_CHANGED"));
        lock(id, version(id)).statusCode(200).body("state", equalTo("LOCKED"));
        dispute(partner, id, line).statusCode(409).body("code", equalTo("STATEMENT_STATE"));
        confirm(partner, id).statusCode(409).body("code", equalTo("STATEMENT_STATE"));
        partner.get("/statements/" + id)
                .then()
                .statusCode(200)
                .body("statement.state", equalTo("LOCKED"))
                .body("disputes[0].history", hasSize(4));
        finance()
                .post(DISPUTES + "/" + UUID.randomUUID() + "/answer", answered(0))
                .statusCode(404);
        finance().get(DISPUTES + "?page=0").statusCode(400);
        desk(id, month);
    }

    /** What finance sees of it. */
    private static void desk(String id, YearMonth month) {
        finance().get(DESK + "?month=" + month + "&state=LOCKED&disputed=false").statusCode(200);
        finance().get(DESK + "?page=0").statusCode(400);
        finance().get(DESK + "?month=october").statusCode(400);
        finance().get(DESK + "/" + id).statusCode(200).body("parts", hasSize(1));
        finance().get(DESK + "/" + UUID.randomUUID()).statusCode(404);
        finance().get(DESK + "/" + id + "/lines?limit=1").statusCode(200).body("items", hasSize(1));
        finance().get(DESK + "/" + UUID.randomUUID() + "/lines").statusCode(404);
        finance().get(DESK + "/" + id + "/export").statusCode(200);
        finance().get(DESK + "/" + UUID.randomUUID() + "/export").statusCode(404);
        finance().get(MONTHS + month).statusCode(200).body("month", equalTo(month.toString()));
        finance().get(MONTHS + "1999-13").statusCode(400);
        finance().get(MONTHS + month + "/export").statusCode(200);
        finance().get(MONTHS + "1999-13/export").statusCode(400);
        finance().post(MONTHS + "1999-13/run").statusCode(400);
        finance().post(MONTHS + month + "/lock", Map.of("reason", "")).statusCode(400);
        finance().post(MONTHS + month + "/lock", Map.of("reason", "月结")).statusCode(200);
    }

    @Test
    void a_run_that_was_killed_goes_on_behind_its_cursor() {
        var early = rich(300);
        var late = rich(400);
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

        sums(only(early.again()), 0, 300, 0, 0, 300);
        sums(only(lateAgain), 0, 400, 0, 0, 400);
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
        var partner = rich(700);
        var month = month();
        planted(partner, "COMMISSION_EXPENSE", "COMMISSION_AVAILABLE", 5);
        over(month);
        partner = partner.again();

        assertThat(stated(month)).isPositive();
        planted(partner, "COMMISSION_AVAILABLE", "COMMISSION_EXPENSE", -5);

        var id = only(partner).getString("id");
        assertThat(only(partner).getLong("ledgerDifferenceFen")).isEqualTo(5);
        confirm(partner, id).statusCode(200);
        lock(id, version(id)).statusCode(409).body("code", equalTo("STATEMENT_UNTIED"));
        finance()
                .get(DESK + "?untied=true&accountId=" + partner.id())
                .statusCode(200)
                .body("total", equalTo(1));
    }

    private static void sums(JsonPath statement, long opening, long accrued, long tax, long paid, long closing) {
        assertThat(statement.getLong("sums.openingFen")).isEqualTo(opening);
        assertThat(statement.getLong("sums.accruedFen")).isEqualTo(accrued);
        assertThat(statement.getLong("sums.reversedFen")).isZero();
        assertThat(statement.getLong("sums.taxFen")).isEqualTo(tax);
        assertThat(statement.getLong("sums.paidFen")).isEqualTo(paid);
        assertThat(statement.getLong("sums.closingFen")).isEqualTo(closing);
    }

    private static JsonPath only(Partner partner) {
        return partner.get("/statements")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .extract()
                .jsonPath()
                .setRootPath("items[0]");
    }

    private static JsonPath lines(Partner partner, String id) {
        return partner.get("/statements/" + id + "/lines")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
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
        SandboxControl.confirmTransfer(id.replace("-", ""));
        partner.awaitWithdrawal(id, "SUCCEEDED");
        assertThat(number("select amount_fen from ledger_transfer where credit_kind = 'TAX_PAYABLE' and reference = "
                        + "'WITHDRAWAL-TAX:" + id + "'"))
                .isEqualTo(9_000);
        assertThat(number("select tax_fen from commission_tax where state = 'PAID' and withdrawal_id = '" + id + "'"))
                .isEqualTo(9_000);
    }

    private static ValidatableResponse approve(String id, long version, String who) {
        return new Staff(Shop.staff(who))
                .post("/api/admin/v1/withdrawals/" + id + "/approve", Map.of("version", version, "reason", "看过了"))
                .statusCode(200);
    }

    private static ValidatableResponse confirm(Partner partner, String id) {
        return partner.person()
                .asks()
                .post(Earners.API + "/statements/" + id + "/confirm")
                .then();
    }

    private static ValidatableResponse dispute(Partner partner, String id, String line) {
        return partner.person()
                .asks()
                .body(Map.of("lineId", line, "reason", "比例不对"))
                .post(Earners.API + "/statements/" + id + "/disputes")
                .then();
    }

    private static ValidatableResponse takeBack(Partner partner, String dispute) {
        return partner.person()
                .asks()
                .post(Earners.API + "/statement-disputes/" + dispute + "/take-back")
                .then();
    }

    private static ValidatableResponse answer(String dispute, long version) {
        return finance().post(DISPUTES + "/" + dispute + "/answer", answered(version));
    }

    private static Map<String, Object> answered(long version) {
        return Map.of("version", version, "outcome", "REJECTED", "words", "按合同比例");
    }

    private static ValidatableResponse lock(String id, long version) {
        return finance().post(DESK + "/" + id + "/lock", Map.of("version", version, "reason", "月结"));
    }

    private static long version(String id) {
        return finance()
                .get(DESK + "/" + id)
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("statement.version");
    }

    /** Answers how many are behind or not tied. */
    private static long stated(YearMonth month) {
        var job = finance()
                .post(MONTHS + month + "/run")
                .statusCode(202)
                .extract()
                .<String>path("id");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> finance().get("/api/admin/v1/jobs/" + job).body("state", equalTo("DONE")));
        return finance().get("/api/admin/v1/jobs/" + job).extract().jsonPath().getLong("failed");
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

    private static YearMonth month() {
        return YearMonth.from(SandboxControl.now().atZone(CHINA));
    }

    /** Until the month after it has begun. */
    private static void over(YearMonth month) {
        Instant told =
                month.plusMonths(1).atDay(1).atStartOfDay(CHINA).plusMinutes(11).toInstant();
        SandboxControl.advance(Duration.between(SandboxControl.now(), told));
    }

    private static Staff finance() {
        return new Staff(Shop.staff("finance"));
    }
}
