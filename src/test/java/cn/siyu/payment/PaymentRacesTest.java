package cn.siyu.payment;

import static cn.siyu.payment.Till.ended;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.payment.Payments.Closing;
import cn.siyu.payment.Payments.Due;
import cn.siyu.payment.Payments.Prepared;
import cn.siyu.testing.SandboxControl;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Buyers, the shop and a bad network at the same time; every number ends with equal books on both sides. */
@QuarkusTest
class PaymentRacesTest {

    private static final String BUYER = "payment-races-test";
    private static final long SEED_20260301 = 20_260_301L;

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
    void who_closes_while_the_buyer_pays_either_closes_or_finds_him_paid() {
        var random = new Random(SEED_20260301);
        var dues =
                IntStream.range(0, 20).mapToObj(i -> till.due(BUYER, 100 + i)).toList();
        dues.forEach(till::prepare);

        var paying = dues.stream()
                .map(due -> CompletableFuture.supplyAsync(() -> paidAfter(due, random.nextInt(40))))
                .toList();
        var closings = dues.stream()
                .map(due -> CompletableFuture.supplyAsync(() -> closedAfter(due, random.nextInt(40))))
                .toList();

        for (var i = 0; i < dues.size(); i++) {
            var due = dues.get(i);
            var closing = closings.get(i).join();
            if (paying.get(i).join()) {
                assertThat(closing).isEqualTo(Closing.PAID);
                till.awaitState(due.orderNo(), "CAPTURED");
            } else {
                assertThat(closing).isEqualTo(Closing.CLOSED);
                assertThat(till.state(due.orderNo())).isEqualTo("CLOSED");
            }
            till.awaitEqualBooks(due.orderNo());
        }
    }

    @Test
    void over_a_bad_network_every_number_is_asked_for_with_the_same_bytes() {
        var dues =
                IntStream.range(0, 20).mapToObj(i -> till.due(BUYER, 200 + i)).toList();
        for (var fault : List.of("ERROR_500", "ERROR_500_AFTER", "RESET", "UNSIGNED", "ERROR_429")) {
            SandboxControl.sometimes("prepay", fault, 15, SEED_20260301);
        }

        for (var due : dues) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> attempt(due).isPresent());
        }

        for (var due : dues) {
            assertThat(till.count("select count(*) from payment_attempt where order_no = ?", due.orderNo()))
                    .isEqualTo(1);
            assertThat(till.state(due.orderNo())).isEqualTo("PREPARED");
        }
    }

    @Test
    void many_buyers_at_once_are_all_captured_once() {
        SandboxControl.duplicateNotifications(3, true);
        var dues =
                IntStream.range(0, 40).mapToObj(i -> till.due(BUYER, 300 + i)).toList();
        var prepared = ended(
                Uni.join().all(dues.stream().map(payments::start).toList()).andFailFast());
        assertThat(prepared).hasSize(40);

        dues.parallelStream().forEach(due -> SandboxControl.pay(due.orderNo()));

        for (var due : dues) {
            till.awaitState(due.orderNo(), "CAPTURED");
            assertThat(till.count(
                            "select count(*) from kernel_outbox where type = 'PaymentCaptured' and key = ?",
                            due.order().toString()))
                    .isEqualTo(1);
            till.awaitEqualBooks(due.orderNo());
        }
    }

    /** A refusal is tried again by the buyer; any other failure is a fault of ours and shows. */
    private Optional<Prepared> attempt(Due due) {
        try {
            return Optional.of(till.start(due));
        } catch (Refused refused) {
            assertThat(refused.problem().code()).isEqualTo("PAYMENT_UNAVAILABLE");
            return Optional.empty();
        }
    }

    private boolean paidAfter(Due due, int millis) {
        pause(millis);
        try {
            SandboxControl.pay(due.orderNo());
            return true;
        } catch (IllegalStateException closed) {
            return false;
        }
    }

    private Closing closedAfter(Due due, int millis) {
        pause(millis);
        return till.close(due);
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
