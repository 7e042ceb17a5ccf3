package cn.siyu.payment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Role;
import cn.siyu.payment.Payments.Due;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.testing.HeaderSignIn;
import cn.siyu.testing.SandboxControl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Money goes back once, whatever happens on the way. */
@QuarkusTest
class RefundingTest {

    private static final String BUYER = "refunding-test";
    private static final UUID CLERK = Ids.next();

    @Inject
    Till till;

    @AfterEach
    void peace() {
        SandboxControl.reset();
        SandboxControl.resetClock();
    }

    @Test
    void a_refund_is_sent_settled_posted_and_told_once() {
        var due = till.paid(BUYER, 10_000);

        till.refund(due, "R" + due.orderNo(), 3_000);
        till.refund(due, "R" + due.orderNo(), 3_000);
        till.awaitRefund("R" + due.orderNo(), "SUCCESS");

        assertThat(SandboxControl.payment(due.orderNo()).path("refundedFen").asLong())
                .isEqualTo(3_000);
        assertThat(events(due)).isEqualTo(1);
        till.awaitEqualBooks(due.orderNo());
    }

    @Test
    void more_refunds_than_one_batch_go_out_each_once() {
        var owed = IntStream.range(0, 25).mapToObj(_ -> till.paid(BUYER, 100)).toList();

        owed.forEach(due -> till.refund(due, "R" + due.orderNo(), 100));
        owed.forEach(due -> till.awaitRefund("R" + due.orderNo(), "SUCCESS"));

        assertThat(owed)
                .allSatisfy(due -> assertThat(SandboxControl.calls("refund", "R" + due.orderNo()))
                        .isEqualTo(1));
        owed.forEach(due -> till.awaitEqualBooks(due.orderNo()));
    }

    @Test
    void refunds_never_exceed_what_was_captured() {
        var due = till.paid(BUYER, 1_000);
        till.refund(due, "A" + due.orderNo(), 600);

        assertThatThrownBy(() -> till.refund(due, "B" + due.orderNo(), 401))
                .isInstanceOfSatisfying(Refused.class, problem(PaymentProblem.REFUND_EXCEEDS_PAYMENT));
        assertThatThrownBy(() -> till.refund(till.due(BUYER, 500), "C" + due.orderNo(), 100))
                .isInstanceOfSatisfying(Refused.class, problem(PaymentProblem.NOTHING_CAPTURED));
    }

    @Test
    void two_refunds_of_one_payment_go_out_a_minute_apart() {
        var due = till.paid(BUYER, 1_000);
        till.refund(due, "A" + due.orderNo(), 400);
        till.refund(due, "B" + due.orderNo(), 600);
        till.awaitRefund("A" + due.orderNo(), "SUCCESS");
        assertThat(till.refundState("B" + due.orderNo())).isEqualTo("REQUESTED");

        SandboxControl.advance(Duration.ofSeconds(62));
        till.awaitRefund("B" + due.orderNo(), "SUCCESS");

        till.awaitEqualBooks(due.orderNo());
        assertThat(till.ledgerFen(due.orderNo())).isZero();
    }

    @Test
    void an_unknown_outcome_is_asked_for_and_never_paid_twice() {
        for (var fault : List.of("TIMEOUT_AFTER", "ERROR_500_AFTER", "ERROR_500", "UNSIGNED")) {
            var due = till.paid(BUYER, 2_000);
            SandboxControl.notifyMode("DROP");
            SandboxControl.fault("refund", fault, 1, due.orderNo());

            till.refund(due, "R" + due.orderNo(), 2_000);
            // Time goes on while the shop tries: back-off and lease are of the shop's time, not of the test's.
            Awaitility.await(fault)
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> {
                        SandboxControl.advance(Duration.ofSeconds(10));
                        return till.refundState("R" + due.orderNo()).equals("SUCCESS");
                    });

            assertThat(SandboxControl.payment(due.orderNo()).path("refundedFen").asLong())
                    .as(fault)
                    .isEqualTo(2_000);
            till.awaitEqualBooks(due.orderNo());
            SandboxControl.reset();
        }
    }

    @Test
    void a_refund_that_takes_its_time_is_asked_for_when_no_notification_comes() {
        var due = till.paid(BUYER, 3_000);
        SandboxControl.refundMode("PROCESSING");
        SandboxControl.notifyMode("DROP");
        till.refund(due, "R" + due.orderNo(), 3_000);
        till.awaitRefund("R" + due.orderNo(), "PROCESSING");

        SandboxControl.advance(Duration.ofSeconds(125));

        till.awaitRefund("R" + due.orderNo(), "SUCCESS");
        till.awaitEqualBooks(due.orderNo());
    }

    @Test
    void a_closed_refund_waits_for_finance_and_gets_a_new_number_only_when_wechat_agrees() {
        var due = till.paid(BUYER, 4_000);
        var refundNo = "R" + due.orderNo();
        SandboxControl.refundMode("CLOSED");
        till.refund(due, refundNo, 4_000);
        till.awaitRefund(refundNo, "CLOSED");
        assertThat(till.ledgerFen(due.orderNo())).isEqualTo(4_000);
        SandboxControl.reset();
        SandboxControl.advance(Duration.ofSeconds(62));
        var id = till.text("select id::text from payment_refund where refund_no = ?", refundNo);

        as(Role.SUPPORT)
                .header("Idempotency-Key", "retry-" + refundNo)
                .body(Map.of("reason", "asked by phone"))
                .post("/api/admin/v1/refunds/{id}/retry", id)
                .then()
                .statusCode(403);
        SandboxControl.fault("refund-query", "ERROR_500", 1, refundNo);
        retry(id, "first-" + refundNo).then().statusCode(503).body("code", equalTo("PAYMENT_UNAVAILABLE"));
        retry(id, "retry-" + refundNo)
                .then()
                .statusCode(200)
                .body("outRefundNo", equalTo(refundNo + "-2"))
                .body("refundNo", equalTo(refundNo));

        till.awaitRefund(refundNo, "SUCCESS");
        till.awaitEqualBooks(due.orderNo());
        assertThat(SandboxControl.payment(due.orderNo()).path("refundedFen").asLong())
                .isEqualTo(4_000);
        retry(id, "again-" + refundNo).then().statusCode(409).body("code", equalTo("REFUND_ALREADY_SETTLED"));
    }

    @Test
    void the_list_shows_what_is_stuck() {
        var due = till.paid(BUYER, 5_000);
        SandboxControl.refundMode("ABNORMAL");
        till.refund(due, "R" + due.orderNo(), 5_000);
        till.awaitRefund("R" + due.orderNo(), "ABNORMAL");

        as(Role.FINANCE)
                .queryParam("state", "ABNORMAL")
                .queryParam("number", "R" + due.orderNo())
                .get("/api/admin/v1/refunds")
                .then()
                .statusCode(200)
                .body("total", equalTo(1))
                .body("items[0].outTradeNo", equalTo(due.orderNo()));
        as(Role.FINANCE)
                .queryParam("state", "LOST")
                .get("/api/admin/v1/refunds")
                .then()
                .statusCode(400);
        SandboxControl.settleRefund("R" + due.orderNo(), "SUCCESS");
        till.awaitRefund("R" + due.orderNo(), "SUCCESS");
        till.awaitEqualBooks(due.orderNo());
    }

    @Test
    void one_of_two_captures_of_an_order_can_be_named() {
        var due = till.due(BUYER, 700);
        assertThat(till.start(due).payment()).isNotNull();
        assertThat(till.close(due)).isEqualTo(Payments.Closing.CLOSED);
        assertThat(till.start(due).payment()).isNotNull();
        SandboxControl.pay(due.orderNo() + "-2");
        till.awaitState(due.orderNo() + "-2", "CAPTURED");

        till.refund(due, Optional.of(till.paymentOf(due.orderNo() + "-2")), "R" + due.orderNo(), 700);
        till.awaitRefund("R" + due.orderNo(), "SUCCESS");

        till.awaitEqualBooks(due.orderNo() + "-2");
    }

    private io.restassured.response.Response retry(String id, String key) {
        return as(Role.FINANCE)
                .header("Idempotency-Key", key)
                .body(Map.of("reason", "WeChat closed it"))
                .post("/api/admin/v1/refunds/{id}/retry", id);
    }

    private static RequestSpecification as(String role) {
        return given().header(HeaderSignIn.HEADER, HeaderSignIn.as(CLERK, role)).contentType("application/json");
    }

    private long events(Due due) {
        return till.count(
                "select count(*) from kernel_outbox where type = 'RefundSettled' and key = ?",
                due.order().toString());
    }

    private static Consumer<Refused> problem(PaymentProblem expected) {
        return refused -> assertThat(refused.problem()).isEqualTo(expected);
    }
}
