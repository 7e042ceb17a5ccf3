package cn.siyu.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.payment.Payments.Due;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.testing.SandboxControl;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WeChat Pay's key is changed while the shop runs (SIM-02): it believes the new one and the one before, and no other. */
@QuarkusTest
class KeyRotationTest {

    private static final String BUYER = "key-rotation-test";

    @Inject
    Till till;

    @AfterEach
    void peace() {
        SandboxControl.reset();
        SandboxControl.resetClock();
    }

    @Test
    void answers_and_letters_are_believed_under_the_old_key_and_under_the_new_one() {
        for (var key : List.of("PREVIOUS", "CURRENT", "PREVIOUS")) {
            SandboxControl.signBy(key);
            var due = paidInSilence();

            assertThat(redelivered(due)).as(key).isEqualTo(204);
            till.awaitState(due.orderNo(), "CAPTURED");
            till.refund(due, "R" + due.orderNo(), 900);
            till.awaitRefund("R" + due.orderNo(), "SUCCESS");

            assertThat(letters(due)).as(key).isEqualTo(1);
            till.awaitEqualBooks(due.orderNo());
        }
    }

    @Test
    void under_a_key_that_nobody_knows_nothing_is_believed_and_nothing_is_lost() {
        var due = paidInSilence();
        SandboxControl.signBy("FOREIGN");

        assertThat(redelivered(due)).isEqualTo(400);
        var other = till.due(BUYER, 800);
        assertThatThrownBy(() -> till.prepare(other))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem()).isEqualTo(PaymentProblem.PAYMENT_UNAVAILABLE));

        assertThat(letters(due)).isZero();
        assertThat(till.state(due.orderNo())).isEqualTo("PREPARED");
        assertThat(till.ledgerFen(due.orderNo())).isZero();
        assertThat(till.state(other.orderNo())).isEqualTo("CREATED");

        SandboxControl.signBy("CURRENT");
        assertThat(redelivered(due)).isEqualTo(204);
        till.awaitState(due.orderNo(), "CAPTURED");
        till.prepare(other);
        till.awaitEqualBooks(due.orderNo());
    }

    private Due paidInSilence() {
        SandboxControl.notifyMode("DROP");
        var due = till.due(BUYER, 900);
        till.prepare(due);
        SandboxControl.pay(due.orderNo());
        return due;
    }

    private static int redelivered(Due due) {
        return SandboxControl.redeliver(due.orderNo(), "NORMAL", 1, false)
                .get(0)
                .asInt();
    }

    private long letters(Due due) {
        return till.count("select count(*) from payment_notification where business_no = ?", due.orderNo());
    }
}
