package cn.siyu.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.money.Money;
import cn.siyu.payment.domain.Refund.Desk;
import cn.siyu.payment.domain.Refund.State;
import cn.siyu.payment.domain.Refund.Verdict;
import cn.siyu.wechat.WeChatPay;
import cn.siyu.wechat.WeChatPay.RefundState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What follows from WeChat's word about a refund. */
class RefundTest {

    private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");

    @Test
    void success_settles_from_every_state_but_success() {
        for (var state : State.values()) {
            assertThat(refund(state, 1).hear(told(RefundState.SUCCESS, 100), NOW))
                    .isEqualTo(state == State.SUCCESS ? new Verdict.Nothing() : new Verdict.Settle(NOW));
        }
    }

    @Test
    void what_arrives_out_of_order_after_success_changes_nothing() {
        for (var late : RefundState.values()) {
            assertThat(refund(State.SUCCESS, 1).hear(told(late, 100), NOW)).isEqualTo(new Verdict.Nothing());
        }
    }

    @Test
    void another_sum_contradicts() {
        assertThat(refund(State.PROCESSING, 1).hear(told(RefundState.SUCCESS, 99), NOW))
                .isEqualTo(new Verdict.Contradiction("refund amount"));
    }

    @Test
    void a_number_that_wechat_may_know_is_asked_for_before_it_is_sent_again() {
        assertThat(refund(State.REQUESTED, 1).mayBeKnown()).isFalse();
        assertThat(refund(State.REQUESTED, 2).mayBeKnown()).isTrue();
        assertThat(refund(State.PROCESSING, 1).mayBeKnown()).isTrue();
    }

    @Test
    void another_round_has_another_number() {
        assertThat(refund(State.CLOSED, 1).nextOutRefundNo()).isEqualTo("R1-2");
    }

    private static WeChatPay.Refund told(RefundState state, long fen) {
        return new WeChatPay.Refund(
                "O1", "R1", Optional.empty(), state, Optional.of(Money.ofFen(fen)), Optional.of(NOW));
    }

    @Test
    void while_it_is_sent_elsewhere_an_older_abnormal_is_no_news() {
        var diverted = new Desk(Optional.empty(), Optional.of("W1"), Optional.of("{}"), Optional.empty(), false);

        assertThat(refund(State.PROCESSING, 1, diverted).hear(told(RefundState.ABNORMAL, 100), NOW))
                .isEqualTo(new Verdict.Nothing());
        assertThat(refund(State.PROCESSING, 1).hear(told(RefundState.ABNORMAL, 100), NOW))
                .isEqualTo(new Verdict.Turn(State.ABNORMAL));
    }

    @Test
    void money_that_wechat_pays_after_a_person_has_is_a_contradiction() {
        var byHand = new Desk(Optional.empty(), Optional.of("W1"), Optional.empty(), Optional.empty(), true);

        assertThat(refund(State.SUCCESS, 1, byHand).hear(told(RefundState.SUCCESS, 100), NOW))
                .isInstanceOf(Verdict.Contradiction.class);
        assertThat(refund(State.SUCCESS, 1, byHand).hear(told(RefundState.ABNORMAL, 100), NOW))
                .isEqualTo(new Verdict.Nothing());
    }

    @Test
    void what_is_refused_for_good_is_for_people_when_nothing_that_was_sent_can_arrive() {
        var sent = new Desk(Optional.of(NOW), Optional.empty(), Optional.empty(), Optional.empty(), false);

        for (var code :
                List.of("USER_ACCOUNT_ABNORMAL", "REQUEST_BLOCKED", "NO_AUTH", "INVALID_REQUEST", "A_NEW_ONE")) {
            var refused = refund(State.REQUESTED, 1, sent, Optional.of(code));
            assertThat(refused.isStuck()).as(code).isTrue();
            assertThat(refused.decidableFrom()).as(code).contains(NOW.plus(Duration.ofMinutes(6)));
        }
        for (var code : Refund.PASSING) {
            assertThat(refund(State.REQUESTED, 1, sent, Optional.of(code)).isStuck())
                    .as(code)
                    .isFalse();
        }
        assertThat(refund(State.REQUESTED, 1, sent).isStuck()).isFalse();
        assertThat(refund(State.PROCESSING, 1, sent, Optional.of("NO_AUTH")).isStuck())
                .as("WeChat works on it")
                .isFalse();
        assertThat(refund(State.REQUESTED, 0, Desk.EMPTY, Optional.of(Refund.OVER_A_YEAR))
                        .decidableFrom())
                .as("never sent")
                .isEmpty();
    }

    private static Refund refund(State state, int tries) {
        return refund(state, tries, Desk.EMPTY);
    }

    private static Refund refund(State state, int tries, Desk desk) {
        return refund(state, tries, desk, Optional.empty());
    }

    private static Refund refund(State state, int tries, Desk desk, Optional<String> code) {
        return new Refund(
                new UUID(0, 1),
                new UUID(0, 2),
                new UUID(0, 3),
                "R1",
                "R1",
                "O1",
                1,
                Money.ofFen(100),
                Money.ofFen(100),
                "reason",
                "{}",
                state,
                code,
                tries,
                NOW,
                Optional.empty(),
                desk);
    }
}
