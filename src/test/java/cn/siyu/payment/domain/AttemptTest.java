package cn.siyu.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.payment.Payments.Due;
import cn.siyu.payment.domain.Attempt.Progress;
import cn.siyu.payment.domain.Attempt.Verdict;
import cn.siyu.wechat.WeChatPay.TradeState;
import cn.siyu.wechat.WeChatPay.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows from WeChat's word, and from a buyer who wants to pay. */
class AttemptTest {

    private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");
    private static final Instant EXPIRES = NOW.plus(Duration.ofMinutes(30));
    private static final UUID ORDER = Ids.next();
    private static final UUID BUYER = Ids.next();
    private static final Progress CREATED = new Progress.Created();
    private static final Progress PREPARED = new Progress.Prepared("wx-prepay", NOW);
    private static final Progress CLOSED = new Progress.Closed();
    private static final Progress CAPTURED = new Progress.Captured(Optional.of("4200-1"), NOW);

    @Test
    void whoever_was_paid_is_captured_even_when_closed() {
        for (var progress : List.of(CREATED, PREPARED, CLOSED)) {
            assertThat(attempt(1, progress).hear(paid(100, "4200-1"), NOW))
                    .isEqualTo(new Verdict.Capture(new Progress.Captured(Optional.of("4200-1"), NOW)));
        }
    }

    @Test
    void the_same_payment_told_again_changes_nothing() {
        assertThat(attempt(1, CAPTURED).hear(paid(100, "4200-1"), NOW)).isEqualTo(new Verdict.Nothing());
    }

    @Test
    void a_payment_that_was_turned_into_a_refund_was_still_a_payment() {
        var told = new Transaction(
                "O1", TradeState.REFUND, Optional.of("4200-1"), Optional.of(Money.ofFen(100)), Optional.of(NOW));

        assertThat(attempt(1, PREPARED).hear(told, NOW)).isInstanceOf(Verdict.Capture.class);
    }

    @Test
    void another_sum_or_a_second_transaction_contradicts() {
        assertThat(attempt(1, PREPARED).hear(paid(99, "4200-1"), NOW)).isEqualTo(new Verdict.Contradiction("amount"));
        assertThat(attempt(1, CAPTURED).hear(paid(100, "4200-2"), NOW))
                .isEqualTo(new Verdict.Contradiction("second transaction"));
    }

    @Test
    void only_what_is_open_closes() {
        var closed = new Transaction("O1", TradeState.CLOSED, Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(attempt(1, PREPARED).hear(closed, NOW)).isEqualTo(new Verdict.Close());
        assertThat(attempt(1, CAPTURED).hear(closed, NOW)).isEqualTo(new Verdict.Nothing());
        assertThat(attempt(1, CLOSED).hear(closed, NOW)).isEqualTo(new Verdict.Nothing());
    }

    @ParameterizedTest
    @EnumSource(names = {"NOTPAY", "PAYERROR", "UNKNOWN_NUMBER"})
    void a_word_that_proves_nothing_changes_nothing(TradeState state) {
        var told = new Transaction("O1", state, Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(attempt(1, CREATED).hear(told, NOW)).isEqualTo(new Verdict.Nothing());
    }

    @Test
    void the_first_attempt_takes_the_orders_number_and_the_next_a_suffix() {
        assertThat(Intent.of(List.of(), due(100), "payer", NOW)).isEqualTo(new Intent.Begin(1));
        assertThat(Intent.of(List.of(attempt(1, CLOSED)), due(100), "payer", NOW))
                .isEqualTo(new Intent.Begin(2));
        assertThat(Attempt.number("O1", 1)).isEqualTo("O1");
        assertThat(Attempt.number("O1", 2)).isEqualTo("O1-2");
    }

    @Test
    void the_same_wish_continues_the_same_attempt() {
        var prepared = attempt(1, PREPARED);

        assertThat(Intent.of(List.of(prepared), due(100), "payer", NOW))
                .isEqualTo(new Intent.HandOut(prepared, "wx-prepay"));
        assertThat(Intent.of(List.of(attempt(1, CREATED)), due(100), "payer", NOW))
                .isEqualTo(new Intent.Send(attempt(1, CREATED)));
    }

    @Test
    void an_old_prepay_id_is_asked_for_again_with_the_same_bytes() {
        var old = attempt(1, new Progress.Prepared("wx-prepay", NOW.minus(Duration.ofHours(2))));

        assertThat(Intent.of(List.of(old), due(100), "payer", NOW)).isEqualTo(new Intent.Send(old));
    }

    @Test
    void another_sum_or_payer_replaces() {
        var open = attempt(1, PREPARED);

        assertThat(Intent.of(List.of(open), due(200), "payer", NOW)).isEqualTo(new Intent.Replace(open));
        assertThat(Intent.of(List.of(open), due(100), "another", NOW)).isEqualTo(new Intent.Replace(open));
    }

    @Test
    void nobody_begins_what_is_paid_or_over() {
        assertThat(Intent.of(List.of(attempt(1, CLOSED), attempt(2, CAPTURED)), due(100), "payer", NOW))
                .isEqualTo(new Intent.TurnedAway(PaymentProblem.PAYMENT_ALREADY_CAPTURED));
        assertThat(Intent.of(List.of(), due(100), "payer", EXPIRES.minusSeconds(59)))
                .isEqualTo(new Intent.TurnedAway(PaymentProblem.PAYMENT_EXPIRED));
        assertThat(Intent.of(List.of(attempt(1, PREPARED)), due(100), "payer", EXPIRES))
                .isEqualTo(new Intent.TurnedAway(PaymentProblem.PAYMENT_EXPIRED));
    }

    private static Transaction paid(long fen, String transactionId) {
        return new Transaction(
                "O1", TradeState.SUCCESS, Optional.of(transactionId), Optional.of(Money.ofFen(fen)), Optional.of(NOW));
    }

    private static Due due(long fen) {
        return new Due(ORDER, "O1", BUYER, "openid", Money.ofFen(fen), "T-shirt", EXPIRES);
    }

    private static Attempt attempt(int round, Progress progress) {
        return new Attempt(
                new UUID(0, round),
                ORDER,
                "O1",
                BUYER,
                round,
                Attempt.number("O1", round),
                Money.ofFen(100),
                "payer",
                NOW,
                EXPIRES,
                Money.ZERO,
                Money.ZERO,
                progress);
    }
}
