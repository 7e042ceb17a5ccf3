package cn.siyu.commission.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.commission.domain.PayoutAccount.SealedName;
import cn.siyu.commission.domain.PayoutBatch.Filter;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.ProblemType;
import cn.siyu.kernel.problem.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PayoutRulesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);
    private static final UUID LI = new UUID(0, 1);
    private static final UUID WANG = new UUID(0, 2);
    private static final UUID JOB = new UUID(0, 3);
    private static final Limits LIMITS = new Limits(new Money(100), new Money(500), new Money(1_000), 3);

    @Test
    void what_is_known_for_the_first_time_is_no_change() {
        var account = PayoutAccount.first(LI, "openid").named(name("李"), NOON);

        assertThat(account.coolsUntil(NOON, DAY)).isEmpty();
        assertThat(account.named(name("李"), NOON)).isEqualTo(account);
        assertThat(account.seenAs("openid", NOON)).isEqualTo(account);
    }

    @Test
    void another_name_or_openid_cools_for_a_day() {
        var named = PayoutAccount.first(LI, "openid").named(name("李"), NOON);

        assertThat(named.named(name("王"), NOON).coolsUntil(NOON.plusSeconds(1), DAY))
                .contains(NOON.plus(DAY));
        assertThat(named.seenAs("other", NOON).coolsUntil(NOON.plus(DAY).minusMillis(1), DAY))
                .isPresent();
        assertThat(named.seenAs("other", NOON).coolsUntil(NOON.plus(DAY), DAY)).isEmpty();
    }

    @Test
    void limits_hold_to_the_fen() {
        var used = new Limits.Day(new Money(700), 2, NOON);

        assertThatCode(() -> LIMITS.allow(new Money(100))).doesNotThrowAnyException();
        assertThatCode(() -> LIMITS.allow(new Money(500))).doesNotThrowAnyException();
        refused(CommissionProblem.WITHDRAWAL_TOO_SMALL, () -> LIMITS.allow(new Money(99)));
        refused(CommissionProblem.WITHDRAWAL_TOO_LARGE, () -> LIMITS.allow(new Money(501)));
        assertThatCode(() -> LIMITS.allow(new Money(300), used)).doesNotThrowAnyException();
        refused(CommissionProblem.WITHDRAWAL_DAY_LIMIT, () -> LIMITS.allow(new Money(301), used));
        refused(
                CommissionProblem.WITHDRAWAL_DAY_LIMIT,
                () -> LIMITS.allow(new Money(100), new Limits.Day(new Money(1), 3, NOON)));
    }

    @Test
    void a_batch_is_released_by_another_and_once() {
        var proposed = batch();
        var running = proposed.released(WANG, JOB, NOON);

        refused(CommissionProblem.FOUR_EYES, () -> proposed.released(LI, JOB, NOON));
        refused(CommissionProblem.PAYOUT_BATCH_STATE, () -> running.released(WANG, JOB, NOON));
        refused(CommissionProblem.PAYOUT_BATCH_STATE, () -> running.dropped(NOON));
        refused(CommissionProblem.PAYOUT_BATCH_STATE, () -> proposed.resumed(JOB));
        assertThat(running.done(NOON).state()).isEqualTo(PayoutBatch.State.DONE);
        assertThat(running.done(NOON).done(NOON)).isEqualTo(running.done(NOON));
        assertThat(proposed.dropped(NOON).endedAt()).contains(NOON);
    }

    @Test
    void an_adjustment_is_approved_by_another_and_decided_once() {
        var proposed = new Adjustment(
                JOB,
                new Payee(LI, Payee.Kind.KOC),
                Adjustment.Kind.CORRECTION,
                new Money(-5),
                "?",
                Adjustment.State.PROPOSED,
                LI,
                NOON,
                Optional.empty(),
                0);
        var approved = proposed.approved(WANG, NOON, "!");

        refused(CommissionProblem.FOUR_EYES, () -> proposed.approved(LI, NOON, "!"));
        refused(CommissionProblem.ADJUSTMENT_STATE, () -> approved.rejected(LI, NOON, "!"));
        assertThat(proposed.rejected(LI, NOON, "!").state()).isEqualTo(Adjustment.State.REJECTED);
    }

    @Test
    void a_debt_is_given_up_when_it_is_old_and_no_more_than_it_is() {
        var debt = new Debt(new Money(300), NOON);
        var old = Instant.parse("2026-09-01T16:00:00Z");

        assertThat(debt.old(6)).isEqualTo(old);
        assertThatCode(() -> debt.writeOff(new Money(300), 6, old)).doesNotThrowAnyException();
        refused(CommissionProblem.DEBT_TOO_YOUNG, () -> debt.writeOff(new Money(300), 6, old.minusMillis(1)));
        refused(CommissionProblem.WRITE_OFF_TOO_MUCH, () -> debt.writeOff(new Money(301), 6, old));
    }

    private static PayoutBatch batch() {
        return new PayoutBatch(
                JOB,
                PayoutBatch.State.PROPOSED,
                new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                "?",
                1,
                new Money(1),
                LI,
                NOON,
                Optional.empty(),
                Optional.empty(),
                0);
    }

    private static SealedName name(String name) {
        return new SealedName("sealed " + name, name);
    }

    private static void refused(ProblemType problem, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(problem));
    }
}
