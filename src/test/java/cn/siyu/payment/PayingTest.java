package cn.siyu.payment;

import static cn.siyu.payment.Till.ended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.payment.Payments.Closing;
import cn.siyu.payment.Payments.Due;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.testing.SandboxControl;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Paying against a WeChat that forgets, hangs, tells late or not at all: in the end both sides' books are equal. */
@QuarkusTest
class PayingTest {

    private static final String BUYER = "paying-test";

    @Inject
    Till till;

    @Inject
    Payments payments;

    @AfterEach
    void peace() {
        SandboxControl.reset();
        SandboxControl.resetClock();
    }

    @Test
    void what_is_paid_is_captured_once_with_posting_and_event() {
        var due = till.due(BUYER, 12_900);
        var prepared = till.start(due);
        assertThat(prepared.invocation().packageValue()).startsWith("prepay_id=");

        SandboxControl.payPrepay(prepared.invocation().packageValue());
        till.awaitState(due.orderNo(), "CAPTURED");

        assertThat(captures(due)).isEqualTo(1);
        assertThat(events(due)).isEqualTo(1);
        till.awaitEqualBooks(due.orderNo());
    }

    @Test
    void a_repeated_start_hands_out_the_same_attempt() {
        var due = till.due(BUYER, 100);
        var first = till.start(due);

        var second = till.start(due);

        assertThat(second.payment()).isEqualTo(first.payment());
        assertThat(second.invocation().packageValue())
                .isEqualTo(first.invocation().packageValue());
        assertThat(SandboxControl.calls("prepay", due.orderNo())).isEqualTo(1);
    }

    @Test
    void twenty_starts_at_once_share_one_number() {
        var due = till.due(BUYER, 100);

        var all = ended(Uni.join()
                .all(IntStream.range(0, 20).mapToObj(_ -> payments.start(due)).toList())
                .andFailFast());

        assertThat(all)
                .extracting(Payments.Prepared::payment)
                .containsOnly(all.getFirst().payment());
        assertThat(attempts(due)).isEqualTo(1);
    }

    @Test
    void another_sum_closes_the_number_and_takes_the_next() {
        var due = till.due(BUYER, 100);
        var first = till.start(due);
        var dearer = new Due(
                due.order(),
                due.orderNo(),
                due.member(),
                due.openid(),
                Money.ofFen(200),
                due.description(),
                due.expiresAt());

        var second = till.start(dearer);

        assertThat(second.payment()).isNotEqualTo(first.payment());
        assertThat(till.state(due.orderNo())).isEqualTo("CLOSED");
        assertThat(till.state(due.orderNo() + "-2")).isEqualTo("PREPARED");
        assertThat(SandboxControl.payment(due.orderNo()).path("state").asText()).isEqualTo("CLOSED");
    }

    @Test
    void an_outcome_that_is_not_known_is_asked_again_with_the_same_bytes() {
        var due = till.due(BUYER, 4_200);
        SandboxControl.fault("prepay", "TIMEOUT_AFTER", 1, due.orderNo());

        var prepared = till.start(due);

        assertThat(prepared.payment()).isNotNull();
        var known = SandboxControl.payment(due.orderNo());
        assertThat(known.path("prepayIds")).hasSize(2);
        assertThat(attempts(due)).isEqualTo(1);
    }

    @Test
    void a_wechat_that_stays_silent_is_unavailable_and_the_number_is_kept() {
        var due = till.due(BUYER, 4_300);
        SandboxControl.fault("prepay", "ERROR_500_AFTER", 2, due.orderNo());
        assertThatThrownBy(() -> till.start(due))
                .isInstanceOfSatisfying(Refused.class, problem(PaymentProblem.PAYMENT_UNAVAILABLE));
        assertThat(till.state(due.orderNo())).isEqualTo("CREATED");

        var prepared = till.start(due);

        assertThat(prepared.payment()).isEqualTo(till.paymentOf(due.orderNo()));
    }

    @Test
    void an_unsigned_answer_is_no_answer() {
        var due = till.due(BUYER, 4_400);
        SandboxControl.fault("prepay", "UNSIGNED", 2, due.orderNo());

        assertThatThrownBy(() -> till.start(due))
                .isInstanceOfSatisfying(Refused.class, problem(PaymentProblem.PAYMENT_UNAVAILABLE));
    }

    @Test
    void what_is_paid_cannot_be_started_again() {
        var due = till.paid(BUYER, 500);

        assertThatThrownBy(() -> till.start(due))
                .isInstanceOfSatisfying(Refused.class, problem(PaymentProblem.PAYMENT_ALREADY_CAPTURED));
        assertThatThrownBy(() -> SandboxControl.pay(due.orderNo())).hasMessageContaining("409");
        assertThat(captures(due)).isEqualTo(1);
    }

    @Test
    void ten_equal_notifications_have_one_effect() {
        SandboxControl.duplicateNotifications(10, false);

        var due = till.paid(BUYER, 1_000);

        assertThat(captures(due)).isEqualTo(1);
        assertThat(events(due)).isEqualTo(1);
        till.awaitEqualBooks(due.orderNo());
    }

    @Test
    void twenty_notifications_at_once_have_one_effect() {
        SandboxControl.notifyMode("DROP");
        var due = till.due(BUYER, 1_100);
        till.prepare(due);
        SandboxControl.pay(due.orderNo());

        var statuses = SandboxControl.redeliver(due.orderNo(), "NORMAL", 20, true);
        till.awaitState(due.orderNo(), "CAPTURED");

        assertThat(statuses)
                .hasSize(20)
                .allSatisfy(status -> assertThat(status.asInt()).isEqualTo(204));
        assertThat(captures(due)).isEqualTo(1);
        assertThat(events(due)).isEqualTo(1);
        assertThat(till.count("select count(*) from payment_notification where business_no = ?", due.orderNo()))
                .isEqualTo(1);
        till.awaitEqualBooks(due.orderNo());
    }

    @Test
    void a_payment_of_which_nothing_was_told_is_known_ninety_seconds_later() {
        SandboxControl.notifyMode("DROP");
        var due = till.due(BUYER, 1_200);
        till.prepare(due);
        SandboxControl.advance(Duration.ofMinutes(11));
        till.awaitState(due.orderNo(), "PREPARED");
        SandboxControl.pay(due.orderNo());

        SandboxControl.advance(Duration.ofSeconds(90));

        till.awaitState(due.orderNo(), "CAPTURED");
        assertThat(captures(due)).isEqualTo(1);
        till.awaitEqualBooks(due.orderNo());
    }

    @Test
    void what_is_not_paid_in_time_is_closed_on_both_sides() {
        var due = till.due(BUYER, 1_300);
        till.prepare(due);

        SandboxControl.advance(Duration.ofMinutes(31));
        till.awaitState(due.orderNo(), "CLOSED");

        assertThat(SandboxControl.payment(due.orderNo()).path("state").asText()).isEqualTo("CLOSED");
        assertThatThrownBy(() -> SandboxControl.pay(due.orderNo())).hasMessageContaining("409");
    }

    @Test
    void a_payment_that_comes_in_after_its_time_is_captured_all_the_same() {
        var due = till.due(BUYER, 1_350);
        till.prepare(due);
        SandboxControl.fault("query", "ERROR_500", 1_000, due.orderNo());
        SandboxControl.advance(Duration.ofMinutes(31));

        SandboxControl.payLate(due.orderNo());

        till.awaitState(due.orderNo(), "CAPTURED");
        assertThat(events(due)).isEqualTo(1);
        till.awaitEqualBooks(due.orderNo());
    }

    @Test
    void closing_finds_a_payment_that_nobody_told() {
        SandboxControl.notifyMode("DROP");
        var due = till.due(BUYER, 1_400);
        till.prepare(due);
        SandboxControl.pay(due.orderNo());

        assertThat(till.close(due)).isEqualTo(Closing.PAID);

        assertThat(captures(due)).isEqualTo(1);
        till.awaitEqualBooks(due.orderNo());
    }

    @Test
    void closing_in_doubt_asks_again() {
        var due = till.due(BUYER, 1_500);
        till.prepare(due);
        SandboxControl.fault("close", "ERROR_500_AFTER", 1, due.orderNo());

        assertThat(till.close(due)).isEqualTo(Closing.CLOSED);

        assertThat(till.close(due)).isEqualTo(Closing.CLOSED);
    }

    @Test
    void closing_without_an_answer_keeps_the_attempt_open() {
        var due = till.due(BUYER, 1_600);
        till.prepare(due);
        SandboxControl.fault("query", "ERROR_500", 1, due.orderNo());

        assertThat(till.close(due)).isEqualTo(Closing.UNKNOWN);

        assertThat(till.state(due.orderNo())).isEqualTo("PREPARED");
        assertThat(till.close(due)).isEqualTo(Closing.CLOSED);
    }

    @Test
    void a_payment_that_failed_can_be_tried_again() {
        var due = till.due(BUYER, 1_700);
        var prepared = till.start(due);
        SandboxControl.fail(due.orderNo());

        assertThat(till.start(due).payment()).isEqualTo(prepared.payment());
        SandboxControl.pay(due.orderNo());
        till.awaitState(due.orderNo(), "CAPTURED");
    }

    @Test
    void an_order_that_costs_nothing_is_paid_by_the_same_event() {
        var due = till.due(BUYER, 0);

        till.settleZero(due);
        till.settleZero(due);

        assertThat(till.state(due.orderNo())).isEqualTo("CAPTURED");
        assertThat(events(due)).isEqualTo(1);
    }

    private long captures(Due due) {
        return till.count("select count(*) from ledger_transfer where reference = ?", "CAPTURE:" + due.orderNo());
    }

    private long events(Due due) {
        return till.count(
                "select count(*) from kernel_outbox where type = 'PaymentCaptured' and key = ?",
                due.order().toString());
    }

    private long attempts(Due due) {
        return till.count("select count(*) from payment_attempt where order_no = ?", due.orderNo());
    }

    private static java.util.function.Consumer<Refused> problem(PaymentProblem expected) {
        return refused -> assertThat(refused.problem()).isEqualTo(expected);
    }
}
