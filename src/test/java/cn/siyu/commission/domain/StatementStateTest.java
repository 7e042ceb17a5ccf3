package cn.siyu.commission.domain;

import static cn.siyu.commission.domain.CommissionProblem.STATEMENT_DISPUTED;
import static cn.siyu.commission.domain.CommissionProblem.STATEMENT_MONTH_OPEN;
import static cn.siyu.commission.domain.CommissionProblem.STATEMENT_STATE;
import static cn.siyu.commission.domain.CommissionProblem.STATEMENT_UNTIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.commission.domain.StatementState.Draft;
import cn.siyu.commission.domain.StatementState.How;
import cn.siyu.commission.domain.StatementState.Kind;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A statement is told, agreed to, and closed when nothing about it is open (C29). */
class StatementStateTest {

    private static final StatementMonth OCTOBER = new StatementMonth(YearMonth.of(2026, 10));
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final Statement DRAFT = drafted(Money.ZERO);

    @Test
    void it_is_agreed_to_once_by_the_payee_or_by_time() {
        var agreed = DRAFT.confirm(How.PAYEE, NOW);

        assertThat(agreed.state().kind()).isEqualTo(Kind.CONFIRMED);
        assertThat(agreed.state().how()).contains(How.PAYEE);
        assertThat(agreed.confirm(How.TIME, NOW.plusSeconds(1))).isSameAs(agreed);
        assertThat(DRAFT.confirm(How.TIME, NOW).state().how()).contains(How.TIME);
    }

    @Test
    void only_what_is_agreed_to_is_closed_and_then_for_good() {
        refused(STATEMENT_STATE, () -> DRAFT.lock(NOW));
        var locked = DRAFT.confirm(How.TIME, NOW).lock(NOW);

        assertThat(locked.state().kind()).isEqualTo(Kind.LOCKED);
        refused(STATEMENT_STATE, () -> locked.lock(NOW));
        refused(STATEMENT_STATE, () -> locked.confirm(How.PAYEE, NOW));
        refused(STATEMENT_STATE, locked::disputed);
    }

    @Test
    void a_line_in_dispute_keeps_it_open_and_changes_nothing_else() {
        var disputed = DRAFT.confirm(How.PAYEE, NOW).disputed();

        assertThat(disputed.state().kind()).isEqualTo(Kind.CONFIRMED);
        refused(STATEMENT_DISPUTED, () -> disputed.lock(NOW));
        assertThat(disputed.answered().lock(NOW).state().kind()).isEqualTo(Kind.LOCKED);
        assertThat(DRAFT.disputed().confirm(How.PAYEE, NOW).openDisputes()).isOne();
    }

    @Test
    void what_the_ledger_does_not_say_is_not_closed() {
        refused(
                STATEMENT_UNTIED,
                () -> drafted(new Money(-1)).confirm(How.TIME, NOW).lock(NOW));
    }

    @Test
    void its_sums_add_up() {
        var sums = new StatementSums(
                new Money(100), new Money(70), new Money(30), new Money(-5), new Money(9), new Money(91));

        assertThat(sums.closing()).isEqualTo(new Money(35));
        assertThat(sums.plus(sums).closing()).isEqualTo(new Money(70));
        assertThat(sums.from(Money.ZERO).closing()).isEqualTo(new Money(-65));
    }

    @Test
    void a_month_is_the_shops_and_over_ten_minutes_later() {
        assertThat(OCTOBER.end()).isEqualTo("2026-10-31T16:00:00Z");
        refused(STATEMENT_MONTH_OPEN, () -> OCTOBER.over(Instant.parse("2026-10-31T16:09:59Z")));
        OCTOBER.over(Instant.parse("2026-10-31T16:10:00Z"));
        assertThat(StatementMonth.last(Instant.parse("2026-10-31T16:09:59Z")))
                .isEqualTo(new StatementMonth(YearMonth.of(2026, 9)));
        assertThat(StatementMonth.last(Instant.parse("2026-10-31T16:10:00Z"))).isEqualTo(OCTOBER);
    }

    private static void refused(CommissionProblem problem, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        Refused.class, refusal -> assertThat(refusal.problem()).isEqualTo(problem));
    }

    private static Statement drafted(Money difference) {
        return new Statement(
                new UUID(0, 1),
                OCTOBER,
                Statement.Kind.ACCOUNT,
                new UUID(0, 2),
                List.of(),
                Optional.empty(),
                StatementSums.NOTHING,
                0,
                difference,
                new Draft(),
                0,
                NOW,
                NOW,
                0);
    }
}
