package cn.siyu.commission.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import cn.siyu.commission.domain.Commission.Basis;
import cn.siyu.commission.domain.Recalculation.Compared;
import cn.siyu.commission.domain.Recalculation.Kind;
import cn.siyu.commission.domain.Recalculation.Period;
import cn.siyu.commission.domain.RecalculationRow.What;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is written beside what is reckoned again. */
class RecountTest {

    private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");
    private static final UUID ORDER = new UUID(1, 1);
    private static final UUID LINE = new UUID(1, 2);
    private static final UUID RULE = new UUID(1, 3);
    private static final Payee ANN = new Payee(new UUID(2, 1), Payee.Kind.DISTRIBUTOR);
    private static final Payee BEN = new Payee(new UUID(2, 2), Payee.Kind.DISTRIBUTOR);

    @Test
    void what_agrees_to_the_fen_is_no_row() {
        var recount = recomputed(List.of(of(ANN, 500, 300)), List.of(of(ANN, 500, 300)));

        assertThat(recount.rows()).isEmpty();
        assertThat(recount.tally().differing()).isZero();
        assertThat(recount.tally().fen()).isEqualTo(fen(500, 500, 300, 300));
    }

    @Test
    void the_same_before_refunds_and_another_after_them_differs() {
        var recount = recomputed(List.of(of(ANN, 500, 301)), List.of(of(ANN, 500, 300)));

        assertThat(recount.rows()).singleElement().satisfies(row -> {
            assertThat(row.subject().what()).isEqualTo(What.DIFFERS);
            assertThat(row.fen()).isEqualTo(fen(500, 500, 301, 300));
        });
    }

    @Test
    void another_payee_is_one_too_many_and_one_missing() {
        var recount = recomputed(List.of(of(BEN, 500, 500)), List.of(of(ANN, 500, 500)));

        assertThat(recount.rows())
                .extracting(
                        row -> row.subject().what(),
                        row -> row.subject().payee().orElseThrow())
                .containsExactlyInAnyOrder(tuple(What.SURPLUS, BEN), tuple(What.MISSING, ANN));
        assertThat(recount.tally().differing()).isEqualTo(2);
    }

    @Test
    void a_simulation_adds_up_by_payee_and_by_rule_and_counts_an_order_once() {
        var recount = new Recount(Kind.SIMULATE);
        for (var order = 1; order <= 2; order++) {
            recount.add(1, List.of(of(ANN, 500, 300)), List.of(by(RuleKind.CONTRACT_SKU, of(ANN, 700, 420))));
        }

        assertThat(recount.rows())
                .extracting(
                        row -> row.subject().what(),
                        row -> row.subject().by().map(RecalculationRow.By::kind).orElse(null),
                        RecalculationRow::orders,
                        RecalculationRow::fen)
                .containsExactlyInAnyOrder(
                        tuple(What.PAYEE, null, 2L, fen(1_000, 1_400, 600, 840)),
                        tuple(What.RULE, RuleKind.TIER_DEFAULT, 2L, fen(1_000, 0, 600, 0)),
                        tuple(What.RULE, RuleKind.CONTRACT_SKU, 2L, fen(0, 1_400, 0, 840)));
        assertThat(recount.tally().differing()).isEqualTo(2);
    }

    @Test
    void a_period_is_some_time_and_no_more_than_a_leap_year() {
        assertThat(new Period(DAY, DAY.plus(Duration.ofDays(366))).from()).isEqualTo(DAY);
        assertThatThrownBy(() -> new Period(DAY, DAY)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> new Period(DAY, DAY.minusNanos(1))).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> new Period(DAY, DAY.plus(Duration.ofDays(366)).plusNanos(1)))
                .isInstanceOf(Refused.class);
    }

    private static Recount recomputed(List<Commission> written, List<Commission> again) {
        var recount = new Recount(Kind.RECOMPUTE);
        recount.add(1, written, again);
        return recount;
    }

    private static Commission by(RuleKind kind, Commission like) {
        var basis = new Basis(
                Optional.of(kind),
                Optional.of(RULE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                like.basis().cap());
        return new Commission(
                like.id(),
                like.order(),
                like.orderNo(),
                like.line(),
                like.title(),
                like.payee(),
                like.role(),
                like.net(),
                like.quantity(),
                like.original(),
                like.kept(),
                basis,
                like.state(),
                like.at());
    }

    private static Commission of(Payee payee, long original, long kept) {
        return new Commission(
                UUID.randomUUID(),
                ORDER,
                "N1",
                LINE,
                "连体衣",
                payee,
                PayeeRole.DISTRIBUTOR,
                new Money(10_000),
                1,
                new Money(original),
                new Money(kept),
                new Basis(
                        Optional.of(RuleKind.TIER_DEFAULT),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new Money(3_000)),
                CommissionState.PENDING,
                DAY);
    }

    private static Compared fen(long paid, long again, long kept, long keptAgain) {
        return new Compared(new Money(paid), new Money(again), new Money(kept), new Money(keptAgain));
    }
}
