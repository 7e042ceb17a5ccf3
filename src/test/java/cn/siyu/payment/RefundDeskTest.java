package cn.siyu.payment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Role;
import cn.siyu.payment.Payments.Due;
import cn.siyu.testing.HeaderSignIn;
import cn.siyu.testing.SandboxControl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every refund that WeChat cannot carry out has a way out, and none is paid twice. */
@QuarkusTest
class RefundDeskTest {

    private static final String BUYER = "refund-desk-test";
    private static final UUID CLERK = Ids.next();
    private static final UUID SECOND = Ids.next();
    private static final Map<String, String> CARD =
            Map.of("bank", "CMB_DEBIT", "account", "6225880137706868", "realName", "李小雨");

    @Inject
    Till till;

    @AfterEach
    void peace() {
        SandboxControl.reset();
        SandboxControl.resetClock();
    }

    @Test
    void an_abnormal_refund_goes_to_the_buyers_card_once_though_the_answer_is_lost() {
        var due = till.paid(BUYER, 6_000);
        var id = stuck(due, "ABNORMAL", 6_000);
        post(CLERK, Role.FINANCE, id, "divert", Map.of("reason", "?", "card", Map.of("bank", "XYZ")))
                .then()
                .statusCode(400);
        post(CLERK, Role.SUPPORT, id, "divert", divert()).then().statusCode(403);
        SandboxControl.notifyMode("DROP");
        SandboxControl.fault("refund-abnormal", "ERROR_500_AFTER", 1, refundNo(due));

        post(CLERK, Role.FINANCE, id, "divert", divert())
                .then()
                .statusCode(200)
                .body("state", equalTo("PROCESSING"))
                .body("outRefundNo", equalTo(refundNo(due)));
        Awaitility.await("the diverted refund")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    SandboxControl.advance(Duration.ofSeconds(10));
                    return till.refundState(refundNo(due)).equals("SUCCESS");
                });

        var there = SandboxControl.refund(refundNo(due));
        assertThat(there.at("/sentTo/bankAccount").asText()).isEqualTo("6225880137706868");
        assertThat(there.at("/sentTo/realName").asText()).isEqualTo("李小雨");
        assertThat(SandboxControl.payment(due.orderNo()).path("refundedFen").asLong())
                .isEqualTo(6_000);
        till.awaitEqualBooks(due.orderNo());
        assertThat(till.text(
                        "select coalesce(abnormal_body, '') from payment_refund where refund_no = ?", refundNo(due)))
                .isEmpty();
        post(CLERK, Role.FINANCE, id, "divert", divert())
                .then()
                .statusCode(409)
                .body("code", equalTo("REFUND_ALREADY_SETTLED"));
    }

    @Test
    void an_application_that_wechat_refuses_is_for_finance_again() {
        var due = till.paid(BUYER, 700);
        var id = stuck(due, "ABNORMAL", 700);
        SandboxControl.refuse("refund-abnormal", 400, "PARAM_ERROR", 1, refundNo(due));
        post(CLERK, Role.FINANCE, id, "divert", divert()).then().statusCode(200);
        till.awaitRefund(refundNo(due), "ABNORMAL");
        assertThat(till.text("select last_code from payment_refund where refund_no = ?", refundNo(due)))
                .isEqualTo("PARAM_ERROR");

        post(CLERK, Role.FINANCE, id, "divert", Map.of("reason", "the card is closed: paid back to us"))
                .then()
                .statusCode(200);
        till.awaitRefund(refundNo(due), "SUCCESS");
        assertThat(SandboxControl.refund(refundNo(due)).at("/sentTo/type").asText())
                .isEqualTo("MERCHANT_BANK_CARD");
        till.awaitEqualBooks(due.orderNo());
    }

    @Test
    void what_is_paid_by_hand_needs_two_people_and_leaves_the_money_at_wechat() {
        var due = till.paid(BUYER, 3_300);
        var id = stuck(due, "CLOSED", 3_300);
        confirm(SECOND, id).then().statusCode(409).body("code", equalTo("REFUND_NOT_PROPOSED"));
        propose(CLERK, id)
                .then()
                .statusCode(200)
                .body("state", equalTo("CLOSED"))
                .body("proposal.proof", equalTo("CMB 20260301-77"));
        confirm(CLERK, id).then().statusCode(409).body("code", equalTo("SECOND_PERSON_NEEDED"));
        SandboxControl.fault("refund-query", "ERROR_500", 1, refundNo(due));
        confirm(SECOND, id).then().statusCode(503).body("code", equalTo("PAYMENT_UNAVAILABLE"));

        confirm(SECOND, id)
                .then()
                .statusCode(200)
                .body("state", equalTo("SUCCESS"))
                .body("settledOutside", equalTo(true));

        assertThat(till.ledgerFen(due.orderNo())).isZero();
        assertThat(Till.sandboxFen(due.orderNo())).isEqualTo(3_300);
        assertThat(till.text("select credit_kind from ledger_transfer where reference = ?", "REFUND:" + refundNo(due)))
                .isEqualTo("BANK");
        assertThat(till.count(
                        "select count(*) from kernel_outbox where type = 'RefundSettled' and key = ?",
                        due.order().toString()))
                .isEqualTo(1);
        assertThat(till.count("select count(*) from kernel_audit_log where target_id = ?", refundNo(due)))
                .isEqualTo(2);
        propose(CLERK, id).then().statusCode(409).body("code", equalTo("REFUND_ALREADY_SETTLED"));
    }

    @Test
    void nobody_pays_by_hand_what_wechat_pays_after_all() {
        var due = till.paid(BUYER, 900);
        var id = stuck(due, "ABNORMAL", 900);
        propose(CLERK, id).then().statusCode(200);
        SandboxControl.notifyMode("DROP");
        SandboxControl.settleRefund(refundNo(due), "SUCCESS");

        confirm(SECOND, id).then().statusCode(409).body("code", equalTo("STATE_CHANGED"));

        assertThat(till.refundState(refundNo(due))).isEqualTo("SUCCESS");
        till.awaitEqualBooks(due.orderNo());
        confirm(SECOND, id).then().statusCode(409).body("code", equalTo("REFUND_ALREADY_SETTLED"));
        confirm(SECOND, Ids.next().toString()).then().statusCode(404);
    }

    @Test
    void what_goes_on_by_itself_is_nobodys_to_decide() {
        var due = till.paid(BUYER, 800);
        SandboxControl.refundMode("PROCESSING");
        till.refund(due, refundNo(due), 800);
        till.awaitRefund(refundNo(due), "PROCESSING");
        var id = id(due);

        propose(CLERK, id).then().statusCode(409).body("code", equalTo("REFUND_NOT_STUCK"));
        post(CLERK, Role.FINANCE, id, "divert", divert())
                .then()
                .statusCode(409)
                .body("code", equalTo("REFUND_NOT_STUCK"));
    }

    private String stuck(Due due, String state, long fen) {
        SandboxControl.refundMode(state);
        till.refund(due, refundNo(due), fen);
        till.awaitRefund(refundNo(due), state);
        SandboxControl.reset();
        return id(due);
    }

    private String id(Due due) {
        return till.text("select id::text from payment_refund where refund_no = ?", refundNo(due));
    }

    private static String refundNo(Due due) {
        return "R" + due.orderNo();
    }

    private static Map<String, Object> divert() {
        return Map.of("reason", "the buyer told his card by phone", "card", CARD);
    }

    private static Response propose(UUID who, String id) {
        return post(
                who,
                Role.FINANCE,
                id,
                "propose-outside",
                Map.of("proof", "CMB 20260301-77", "reason", "his account is closed"));
    }

    private static Response confirm(UUID who, String id) {
        return post(who, Role.FINANCE, id, "confirm-outside", Map.of("reason", "the bank's receipt is here"));
    }

    private static Response post(UUID who, String role, String id, String what, Map<String, ?> body) {
        return given().header(HeaderSignIn.HEADER, HeaderSignIn.as(who, role))
                .contentType("application/json")
                .header("Idempotency-Key", "desk-" + Ids.next())
                .body(body)
                .post("/api/admin/v1/refunds/{id}/{what}", id, what);
    }
}
