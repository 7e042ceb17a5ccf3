package cn.siyu.commission;

import static cn.siyu.commission.Earners.execute;
import static cn.siyu.commission.Earners.rich;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Money leaves once, behind the fence, or comes back once. */
@QuarkusTest
class WithdrawalTest {

    private static final String DESK = "/api/admin/v1/withdrawals";

    @AfterEach
    void peace() {
        SandboxControl.reset();
    }

    @Test
    void of_a_hundred_who_take_the_whole_balance_at_once_one_gets_it() throws Exception {
        var partner = rich(3_000);
        var statuses = new ArrayList<Integer>();

        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Integer>>();
            for (var i = 0; i < 100; i++) {
                answers.add(people.submit(() -> partner.withdraw(3_000).statusCode()));
            }
            for (var answer : answers) {
                statuses.add(answer.get());
            }
        }

        assertThat(statuses).containsOnly(201, 409);
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
        assertThat(partner.account().getLong("availableFen")).isZero();
        assertThat(partner.account().getLong("withdrawingFen")).isEqualTo(3_000);
        partner.withdraw(100).then().statusCode(409).body("code", equalTo("COMMISSION_SHORT"));
    }

    @Test
    void nothing_leaves_while_news_about_the_payees_orders_is_unheard() {
        var partner = rich(2_000);
        var order = partner.get("/commissions").then().extract().<String>path("items[0].orderId");
        var event = Ids.next();
        heldBack(event, order);

        partner.withdraw(1_000)
                .then()
                .statusCode(503)
                .body("code", equalTo("FENCED"))
                .body("retryable", equalTo(true));
        assertThat(partner.account().getLong("availableFen")).isEqualTo(2_000);
        execute("delete from kernel_outbox where event_id = '" + event + "'");

        dead(event, order);
        partner.withdraw(1_000).then().statusCode(503);
        execute("delete from kernel_dead_letter where event_id = '" + event + "'");

        heldBack(event, UUID.randomUUID().toString());
        partner.withdraw(500).then().statusCode(201);
        execute("delete from kernel_outbox where event_id = '" + event + "'");
    }

    @Test
    void news_that_is_heard_in_a_moment_is_waited_for() throws Exception {
        var partner = rich(2_000);
        var order = partner.get("/commissions").then().extract().<String>path("items[0].orderId");
        var event = Ids.next();
        heldBack(event, order);

        try (var elsewhere = Executors.newSingleThreadExecutor()) {
            var heard = elsewhere.submit(() -> {
                Thread.sleep(150);
                execute("delete from kernel_outbox where event_id = '" + event + "'");
                return true;
            });
            partner.withdraw(1_000).then().statusCode(201);
            assertThat(heard.get()).isTrue();
        }
    }

    @Test
    void what_is_cancelled_or_not_confirmed_comes_back_once() {
        var partner = rich(1_000);

        var cancelled = partner.withdrawn(1_000);
        partner.awaitWithdrawal(cancelled, "WAIT_CONFIRM");
        cancel(partner, cancelled).statusCode(200).body("cancelAsked", equalTo(true));
        partner.awaitWithdrawal(cancelled, "CANCELLED");
        assertThat(partner.account().getLong("availableFen")).isEqualTo(1_000);
        cancel(partner, cancelled).statusCode(409).body("code", equalTo("WITHDRAWAL_STATE"));

        var forgotten = partner.withdrawn(400);
        partner.awaitWithdrawal(forgotten, "WAIT_CONFIRM");
        assertThat(partner.account().getLong("availableFen")).isEqualTo(600);
        SandboxControl.advance(Duration.ofHours(25));
        var later = partner.again();
        later.awaitWithdrawal(forgotten, "EXPIRED");
        assertThat(later.account().getLong("availableFen")).isEqualTo(1_000);
        assertThat(later.account().getLong("paidFen")).isZero();
    }

    @Test
    void above_the_limit_two_people_have_to_agree() {
        var partner = rich(250_000);
        partner.withdraw(99).then().statusCode(422).body("code", equalTo("WITHDRAWAL_TOO_SMALL"));
        partner.withdraw(250_001).then().statusCode(409).body("code", equalTo("COMMISSION_SHORT"));

        partner.withdrawNameless(200_000)
                .then()
                .statusCode(422)
                .body("code", equalTo("WITHDRAWAL_NEEDS_NAME"))
                .body("errors[0].field", equalTo("realName"));

        var first = partner.withdrawn(210_000);
        assertThat(partner.withdrawal(first).getString("state")).isEqualTo("REVIEWING");
        partner.withdraw(1_000).then().statusCode(409).body("code", equalTo("WITHDRAWAL_OPEN"));
        var seen =
                decide(first, "approve", 1, "finance").statusCode(200).extract().jsonPath();
        assertThat(seen.getString("state")).isEqualTo("REVIEWING");
        decide(first, "approve", seen.getLong("version"), "finance")
                .statusCode(409)
                .body("code", equalTo("FOUR_EYES"));
        decide(first, "reject", 77, "admin").statusCode(409).body("code", equalTo("STATE_CHANGED"));
        decide(first, "approve", 77, "admin").statusCode(409).body("code", equalTo("STATE_CHANGED"));
        decide(first, "reject", seen.getLong("version"), "admin")
                .statusCode(200)
                .body("state", equalTo("REJECTED"));
        assertThat(partner.account().getLong("availableFen")).isEqualTo(250_000);

        var second = partner.withdrawn(220_000);
        cancel(partner, second).statusCode(200).body("state", equalTo("CANCELLED"));
        assertThat(partner.account().getLong("availableFen")).isEqualTo(250_000);

        sentTo(partner, approved(partner.withdrawn(230_000)), 230_000);
        new Staff(Shop.staff("finance"))
                .get(DESK + "?accountId=" + partner.id())
                .statusCode(200)
                .body("total", equalTo(3));
        new Staff(Shop.staff("finance")).get(DESK + "?page=0").statusCode(400);
    }

    private static String approved(String id) {
        var once = decide(id, "approve", 1, "finance").statusCode(200).extract().jsonPath();
        decide(id, "approve", once.getLong("version"), "admin").statusCode(200);
        return id;
    }

    /** WeChat finds his name in it; the shop forgets it when the money has arrived. */
    private static void sentTo(Earners.Partner partner, String withdrawal, long fen) {
        partner.awaitWithdrawal(withdrawal, "WAIT_CONFIRM");
        var bill = withdrawal.replace("-", "");
        var transfer = SandboxControl.transfer(bill);
        assertThat(transfer.path("realName").asText()).isEqualTo("李小红");
        assertThat(transfer.path("request").path("user_name").asText()).hasSizeGreaterThan(300);
        assertThat(transfer.path("fen").asLong()).isEqualTo(fen);
        var named = "select count(*) from commission_withdrawal where real_name_sealed is not null and bill_no = '"
                + bill + "'";
        assertThat(Earners.number(named)).isOne();
        assertThat(partner.withdrawal(withdrawal).getLong("netFen")
                        + partner.withdrawal(withdrawal).getLong("taxFen"))
                .isEqualTo(230_000);
        SandboxControl.confirmTransfer(bill);
        partner.awaitWithdrawal(withdrawal, "SUCCEEDED");
        assertThat(Earners.number(named)).isZero();
    }

    private static ValidatableResponse decide(String id, String command, long version, String who) {
        return new Staff(Shop.staff(who))
                .post(DESK + "/" + id + "/" + command, Map.of("version", version, "reason", "看过了"));
    }

    private static ValidatableResponse cancel(Earners.Partner partner, String id) {
        return partner.person()
                .asks()
                .post(Earners.API + "/withdrawals/" + id + "/cancel")
                .then();
    }

    /** A refund's news that another instance has in hand and will not let go of. */
    private static void heldBack(UUID event, String order) {
        execute("""
                insert into kernel_outbox (event_id, type, key, payload, occurred_at, appended_at, claimed_until)
                values ('%s', 'OrderRefunded', '%s', '{}', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z',
                        '2200-01-01T00:00:00Z')""".formatted(event, order));
    }

    private static void dead(UUID event, String order) {
        execute("""
                insert into kernel_dead_letter (
                       id, consumer, event_id, type, key, payload, occurred_at, failed_at, failure, tries)
                values (gen_random_uuid(), 'commission.order-refunded', '%s', 'OrderRefunded', '%s', '{}',
                        '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'planted', 5)""".formatted(event, order));
    }
}
