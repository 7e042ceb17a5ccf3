package cn.siyu.payment;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.testing.SandboxControl;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An answer that comes drop by drop ends with our time limit: nobody knows what it meant, so it is asked for. */
@QuarkusTest
class SlowAnswerTest {

    private static final String BUYER = "slow-answer-test";

    /** Of the client for a whole call. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Twenty of them are longer than the limit, and one alone is far below any limit for silence. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Inject
    Till till;

    @Inject
    Transfers transfers;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    @AfterEach
    void peace() {
        SandboxControl.reset();
        SandboxControl.resetClock();
    }

    /** All three at once: each waits for the whole limit. */
    @Test
    void prepay_refund_and_transfer_that_drip_are_unknown_after_the_limit_and_happen_once() {
        var earlier = till.paid(BUYER, 50_000);
        var refundNo = "R" + earlier.orderNo();
        var billNo = "W" + earlier.orderNo();
        var due = till.due(BUYER, 2_500);
        SandboxControl.notifyMode("DROP");
        SandboxControl.drip("prepay", PAUSE, due.orderNo());
        SandboxControl.drip("refund", PAUSE, refundNo);
        SandboxControl.drip("transfer", PAUSE, billNo);

        till.refund(earlier, refundNo, 1_000);
        promise(billNo, 700);
        var began = System.nanoTime();
        till.prepare(due);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(LIMIT.minusMillis(500), PAUSE.multipliedBy(20).minusMillis(500));

        assertThat(SandboxControl.calls("prepay", due.orderNo()))
                .as("nobody knows what the first one did: the same bytes are sent again")
                .isEqualTo(2);
        SandboxControl.pay(due.orderNo());
        Awaitility.await("what was asked for after the silence")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> {
                    SandboxControl.advance(Duration.ofSeconds(10));
                    return till.state(due.orderNo()).equals("CAPTURED")
                            && till.refundState(refundNo).equals("SUCCESS")
                            && standing(billNo).equals("WAIT_USER_CONFIRM");
                });

        assertThat(SandboxControl.calls("refund", refundNo))
                .as("a refund that WeChat may know is asked for, not sent again")
                .isEqualTo(1);
        assertThat(SandboxControl.payment(earlier.orderNo()).path("refundedFen").asLong())
                .isEqualTo(1_000);
        assertThat(SandboxControl.calls("transfer", billNo))
                .as("sent again for what the payee confirms with, under the one number")
                .isEqualTo(2);
        assertThat(SandboxControl.transfer(billNo).path("fen").asLong()).isEqualTo(700);
        till.awaitEqualBooks(due.orderNo());
        till.awaitEqualBooks(earlier.orderNo());
    }

    private void promise(String billNo, long fen) {
        var promise = new Transfers.Promise(
                billNo, Ids.next(), SandboxControl.openid(BUYER), Money.ofFen(fen), "佣金提现", Optional.empty());
        var _ = Till.ended(transactions.in(
                tx -> transfers.promise(tx, promise, clock.instant()).replaceWith(true)));
    }

    private String standing(String billNo) {
        return Till.ended(transfers.standing(transactions.reads(), billNo))
                .orElseThrow()
                .state();
    }
}
