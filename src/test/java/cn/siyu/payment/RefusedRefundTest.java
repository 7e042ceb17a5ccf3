package cn.siyu.payment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Role;
import cn.siyu.payment.Payments.Due;
import cn.siyu.testing.HeaderSignIn;
import cn.siyu.testing.SandboxControl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A refund that WeChat refuses for ever leaves no money in limbo, and is not paid twice either. */
@QuarkusTest
class RefusedRefundTest {

    private static final String BUYER = "refused-refund-test";
    private static final UUID CLERK = Ids.next();
    private static final UUID SECOND = Ids.next();

    @Inject
    Till till;

    @AfterEach
    void peace() {
        SandboxControl.reset();
        SandboxControl.resetClock();
    }

    @Test
    void a_refund_to_a_dead_account_is_paid_by_hand_by_two_and_sent_no_more() {
        var due = till.paid(BUYER, 5_500);
        var id = refused(due, 403, "USER_ACCOUNT_ABNORMAL", 1_000);
        listed(due)
                .body("total", equalTo(1))
                .body("items[0].state", equalTo("REQUESTED"))
                .body("items[0].lastCode", equalTo("USER_ACCOUNT_ABNORMAL"))
                .body("items[0].stuck", equalTo(true));
        propose(id).then().statusCode(409).body("code", equalTo("REFUND_MAY_ARRIVE"));
        post(CLERK, id, "divert", Map.of("reason", "to our account"))
                .then()
                .statusCode(409)
                .body("code", equalTo("REFUND_NOT_ABNORMAL"));

        SandboxControl.advance(Duration.ofMinutes(6).plusSeconds(1));
        SandboxControl.fault("refund-query", "ERROR_500", 1, number(due));
        propose(id).then().statusCode(503).body("code", equalTo("PAYMENT_UNAVAILABLE"));
        propose(id)
                .then()
                .statusCode(200)
                .body("state", equalTo("REQUESTED"))
                .body("proposal.proof", equalTo("CMB 20260301-78"));
        SandboxControl.reset();
        afterTheNextSweep(Duration.ofHours(3));
        assertThat(SandboxControl.payment(due.orderNo()).path("refundedFen").asLong())
                .as("sent no more once somebody has paid")
                .isZero();
        confirm(CLERK, id).then().statusCode(409).body("code", equalTo("SECOND_PERSON_NEEDED"));
        confirm(SECOND, id)
                .then()
                .statusCode(200)
                .body("state", equalTo("SUCCESS"))
                .body("settledOutside", equalTo(true))
                .body("stuck", equalTo(false));

        assertThat(till.ledgerFen(due.orderNo())).isZero();
        assertThat(Till.sandboxFen(due.orderNo())).isEqualTo(5_500);
        assertThat(till.text("select credit_kind from ledger_transfer where reference = ?", "REFUND:" + number(due)))
                .isEqualTo("BANK");
        assertThat(till.count(
                        "select count(*) from kernel_outbox where type = 'RefundSettled' and key = ?",
                        due.order().toString()))
                .isEqualTo(1);
        listed(due).body("total", equalTo(0));
    }

    @Test
    void what_finance_has_mended_is_sent_again_and_nobody_confirms_what_was_proposed_before() {
        var due = till.paid(BUYER, 1_200);
        var id = refused(due, 403, "NO_AUTH", 1);
        SandboxControl.advance(Duration.ofMinutes(6).plusSeconds(1));
        propose(id).then().statusCode(200);

        post(CLERK, id, "retry", Map.of("reason", "WeChat has given the right back"))
                .then()
                .statusCode(200)
                .body("proposal", nullValue());
        till.awaitRefund(number(due), "SUCCESS");

        confirm(SECOND, id).then().statusCode(409).body("code", equalTo("REFUND_ALREADY_SETTLED"));
        till.awaitEqualBooks(due.orderNo());
        assertThat(Till.sandboxFen(due.orderNo())).isZero();
    }

    @Test
    void nobody_pays_by_hand_what_wechat_took_after_its_refusal() {
        var due = till.paid(BUYER, 1_300);
        var id = refused(due, 403, "REQUEST_BLOCKED", 1);
        SandboxControl.notifyMode("DROP");
        SandboxControl.fault("refund", "ERROR_500_AFTER", 1, number(due));
        post(CLERK, id, "retry", Map.of("reason", "try once more")).then().statusCode(200);
        Awaitility.await("the fault")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !SandboxControl.hasFaults());

        propose(id).then().statusCode(409).body("code", equalTo("STATE_CHANGED"));

        assertThat(till.refundState(number(due))).isEqualTo("SUCCESS");
        till.awaitEqualBooks(due.orderNo());
    }

    @Test
    void no_balance_is_waited_for() {
        var due = till.paid(BUYER, 1_400);
        var id = refused(due, 403, "NOT_ENOUGH", 1_000);
        listed(due).body("total", equalTo(0));
        propose(id).then().statusCode(409).body("code", equalTo("REFUND_NOT_STUCK"));

        SandboxControl.reset();
        SandboxControl.advance(Duration.ofMinutes(10));
        till.awaitRefund(number(due), "SUCCESS");
        till.awaitEqualBooks(due.orderNo());
    }

    @Test
    void what_is_owed_after_a_year_is_never_sent_and_is_paid_by_hand() {
        var due = till.paid(BUYER, 1_500);
        Till.asOwner("update payment_attempt set paid_at = paid_at - interval '366 days' where out_trade_no = '%s'"
                .formatted(due.orderNo()));

        till.refund(due, number(due), 1_500);

        listed(due).body("total", equalTo(1)).body("items[0].lastCode", equalTo("OVER_A_YEAR"));
        afterTheNextSweep(Duration.ofHours(2));
        assertThat(Till.sandboxFen(due.orderNo())).isEqualTo(1_500);
        var id = id(due);
        post(CLERK, id, "retry", Map.of("reason", "?")).then().statusCode(422).body("code", equalTo("REFUND_TOO_LATE"));
        propose(id).then().statusCode(200);
        confirm(SECOND, id).then().statusCode(200).body("state", equalTo("SUCCESS"));
        assertThat(till.ledgerFen(due.orderNo())).isZero();
    }

    @Test
    void the_year_by_wechats_own_clock_is_for_the_desk_too() {
        var due = till.paid(BUYER, 1_600);
        var id = refused(due, 400, "INVALID_REQUEST", 1_000);
        listed(due).body("total", equalTo(1));
        SandboxControl.advance(Duration.ofMinutes(6).plusSeconds(1));
        propose(id).then().statusCode(200);
        confirm(SECOND, id).then().statusCode(200).body("settledOutside", equalTo(true));
        assertThat(till.ledgerFen(due.orderNo())).isZero();
    }

    private String refused(Due due, int status, String code, int times) {
        SandboxControl.refuse("refund", status, code, times, number(due));
        till.refund(due, number(due), due.amount().fen());
        Awaitility.await(code)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> till.text(
                                "select coalesce(last_code, '') from payment_refund where refund_no = ?", number(due))
                        .equals(code));
        return id(due);
    }

    /** Another refund has gone its whole way: so the sweep has looked at everything that was due. */
    private void afterTheNextSweep(Duration later) {
        SandboxControl.advance(later);
        for (var other : List.of(till.paid(BUYER, 100), till.paid(BUYER, 100))) {
            till.refund(other, number(other), 100);
            till.awaitRefund(number(other), "SUCCESS");
        }
    }

    private static ValidatableResponse listed(Due due) {
        return given().header(HeaderSignIn.HEADER, HeaderSignIn.as(CLERK, Role.FINANCE))
                .queryParam("stuck", true)
                .queryParam("number", number(due))
                .get("/api/admin/v1/refunds")
                .then()
                .statusCode(200);
    }

    private String id(Due due) {
        return till.text("select id::text from payment_refund where refund_no = ?", number(due));
    }

    private static String number(Due due) {
        return "R" + due.orderNo();
    }

    private static Response propose(String id) {
        return post(CLERK, id, "propose-outside", Map.of("proof", "CMB 20260301-78", "reason", "his account is dead"));
    }

    private static Response confirm(UUID who, String id) {
        return post(who, id, "confirm-outside", Map.of("reason", "the bank's receipt is here"));
    }

    private static Response post(UUID who, String id, String what, Map<String, ?> body) {
        return given().header(HeaderSignIn.HEADER, HeaderSignIn.as(who, Role.FINANCE))
                .contentType("application/json")
                .header("Idempotency-Key", "refused-" + Ids.next())
                .body(body)
                .post("/api/admin/v1/refunds/{id}/{what}", id, what);
    }
}
