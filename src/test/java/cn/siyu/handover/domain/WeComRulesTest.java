package cn.siyu.handover.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.handover.domain.Item.State;
import cn.siyu.wechat.WeCom.Passing;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What WeCom's words mean (D9). */
class WeComRulesTest {

    /** Ten in the evening in China. */
    private static final Instant NOW = Instant.parse("2026-03-01T14:00:00Z");

    @Test
    void who_is_asked_or_being_asked_is_waited_for() {
        assertThat(WeComRules.sent("0", false, NOW).state()).isEqualTo(State.WAITING);
        assertThat(WeComRules.sent("40129", false, NOW).state()).isEqualTo(State.WAITING);
        assertThat(WeComRules.sent("40100", true, NOW).state()).isEqualTo(State.WAITING);
    }

    @Test
    void who_passed_on_twice_of_late_is_asked_again_when_the_ninety_natural_days_are_over() {
        var verdict = WeComRules.sent("40128", false, NOW);

        assertThat(verdict.state()).isEqualTo(State.REFUSED);
        assertThat(verdict.retryAt()).hasValue(Instant.parse("2026-05-29T16:00:00Z"));
    }

    @Test
    void whom_the_leaver_does_not_have_is_given_up_unless_he_was_sent_before() {
        assertThat(WeComRules.sent("40131", false, NOW).state()).isEqualTo(State.GIVEN_UP);
        assertThat(WeComRules.sent("40131", true, NOW).state()).isEqualTo(State.WAITING);
    }

    @Test
    void a_successor_who_has_too_many_is_tried_again_the_next_day_of_china() {
        assertThat(WeComRules.sent("40099", false, NOW).retryAt()).hasValue(Instant.parse("2026-03-01T16:00:00Z"));
        assertThat(WeComRules.asked(Passing.SUCCESSOR_FULL, NOW).orElseThrow().retryAt())
                .hasValue(Instant.parse("2026-03-01T16:00:00Z"));
    }

    @Test
    void who_said_no_is_asked_again_by_nobody_but_staff() {
        var verdict = WeComRules.asked(Passing.CUSTOMER_REFUSED, NOW).orElseThrow();

        assertThat(verdict.state()).isEqualTo(State.REFUSED);
        assertThat(verdict.retryAt()).isEmpty();
        assertThat(WeComRules.calledOut("customer_refused", NOW)).hasValue(verdict);
        assertThat(WeComRules.calledOut("something else", NOW)).isEmpty();
        assertThat(WeComRules.asked(Passing.WAITING, NOW)).isEmpty();
    }

    @Test
    void a_chat_that_is_none_is_never_tried_again() {
        assertThat(WeComRules.refusedFor("90501", NOW).state()).isEqualTo(State.GIVEN_UP);
        assertThat(WeComRules.refusedFor("90500", NOW).state()).isEqualTo(State.REFUSED);
    }
}
