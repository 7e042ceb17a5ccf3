package cn.siyu.payment.app;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.payment.Till;
import cn.siyu.testing.SandboxControl;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Days are reconciled by themselves, once each, as soon as their bills are there. */
@QuarkusTest
class ScheduleBillsTest {

    @Inject
    ScheduleBills schedule;

    @Inject
    Till till;

    @Inject
    ShopClock clock;

    @AfterEach
    void peace() {
        SandboxControl.reset();
        SandboxControl.resetClock();
    }

    @Test
    void a_day_is_taken_up_once_at_ten_and_again_when_wechat_was_not_ready() {
        assertThat(till.paid("schedule-bills", 500).orderNo()).isNotEmpty();
        var now = clock.instant();
        var day = ShopCalendar.dayOf(now).plusDays(80);
        SandboxControl.advance(
                Duration.between(now, ShopCalendar.startOf(day.plusDays(1)).plus(Duration.ofMinutes(599))));
        var _ = Till.ended(schedule.begin());
        assertThat(state(day)).isEmpty();
        awaitAllReconciled();

        SandboxControl.refuse("tradebill", 400, "STATEMENT_CREATING", 100);
        SandboxControl.advance(Duration.ofMinutes(2));
        var begun = Till.ended(schedule.begin());
        assertThat(begun).isNotEmpty();
        awaitState(day, "WAITING");
        assertThat(Till.ended(schedule.begin()))
                .as("before its time comes again")
                .isEmpty();

        SandboxControl.reset();
        SandboxControl.advance(Duration.ofMinutes(11));
        assertThat(Till.ended(schedule.begin())).isNotEmpty();
        awaitState(day, "RECONCILED");
        SandboxControl.advance(Duration.ofHours(3));
        assertThat(Till.ended(schedule.begin())).isEmpty();
    }

    private void awaitAllReconciled() {
        Awaitility.await("all days that were begun are reconciled")
                .pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(till.text(
                                "select count(*) from payment_bill_day where day <= ?::date and state = 'QUEUED'",
                                ShopCalendar.dayOf(clock.instant()).minusDays(1).toString()))
                        .isEqualTo("0"));
    }

    private void awaitState(LocalDate day, String state) {
        Awaitility.await(day + " is " + state)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(state(day)).isEqualTo(state));
    }

    private String state(LocalDate day) {
        return till.text("select state from payment_bill_day where day = ?::date", day.toString());
    }
}
