package cn.siyu.distribution.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.distribution.domain.TierBook.Match;
import cn.siyu.distribution.domain.TierBook.Movement;
import cn.siyu.distribution.domain.TierBook.Step;
import cn.siyu.distribution.domain.TierBook.Upgrade;
import cn.siyu.distribution.domain.TierFigures.Totals;
import cn.siyu.distribution.domain.TierInputs.Footing;
import cn.siyu.distribution.domain.TierInputs.Occasion;
import cn.siyu.distribution.domain.TierPeriod.Length;
import cn.siyu.distribution.domain.TierVerdict.Outcome;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rule of the ladder (C5, C6). */
class TierBookTest {

    private static final UUID BASE = new UUID(1, 1);
    private static final UUID SILVER = new UUID(1, 2);
    private static final UUID GIFT = new UUID(1, 3);
    private static final UUID GOLD = new UUID(1, 4);

    private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);
    private static final LocalDate LAST = LocalDate.of(2026, 11, 30);
    private static final LocalDate LONG_AGO = LocalDate.of(2026, 1, 5);

    private static final TierBook LADDER = book(Upgrade.IMMEDIATE, 1, Optional.empty());

    @Test
    void the_highest_reached_counts_and_no_step_between_is_needed() {
        var verdict = LADDER.decide(event(BASE, sold(500_000, 0, 10)));

        assertThat(verdict.outcome()).isEqualTo(Outcome.RAISED);
        assertThat(verdict.tier()).isEqualTo(GOLD);
        assertThat(verdict.reason()).contains("NET_SALES CALENDAR_MONTH 500000 >= 300000");
    }

    @Test
    void one_of_all_conditions_missing_is_enough_to_stay() {
        assertThat(LADDER.decide(event(BASE, sold(500_000, 0, 4))).tier()).isEqualTo(SILVER);
        assertThat(LADDER.decide(event(BASE, sold(99_999, 0, 50))).outcome()).isEqualTo(Outcome.KEPT);
    }

    @Test
    void any_of_the_conditions_is_enough_where_the_tier_says_so() {
        var book = LADDER.with(
                GOLD,
                step -> step.under(
                        Match.ANY,
                        List.of(
                                at(TierMetric.NET_SALES, TierWindow.CALENDAR_MONTH, 300_000),
                                at(TierMetric.CERTIFICATES, TierWindow.LIFETIME, 1))));

        var certified = new TierFigures(Map.of(), 1);

        assertThat(book.decide(event(BASE, certified)).tier()).isEqualTo(GOLD);
    }

    @Test
    void what_went_back_does_not_count_and_too_much_of_it_bars() {
        assertThat(LADDER.decide(event(BASE, sold(120_000, 20_001, 3))).outcome())
                .isEqualTo(Outcome.KEPT);

        var strict = LADDER.with(
                SILVER,
                step -> step.under(
                        Match.ALL,
                        List.of(
                                at(TierMetric.NET_SALES, TierWindow.CALENDAR_MONTH, 100_000),
                                at(TierMetric.REFUND_RATE, TierWindow.CALENDAR_MONTH, 1_000))));
        assertThat(strict.decide(event(BASE, sold(200_000, 20_000, 3))).tier()).isEqualTo(SILVER);
        assertThat(strict.decide(event(BASE, sold(200_000, 20_001, 3))).tier()).isEqualTo(BASE);
    }

    @Test
    void an_upgrade_can_wait_for_the_end_of_the_period() {
        var patient = book(Upgrade.AT_PERIOD_END, 1, Optional.empty());

        assertThat(patient.decide(event(BASE, sold(150_000, 0, 3))).outcome()).isEqualTo(Outcome.KEPT);
        assertThat(patient.decide(end(BASE, LONG_AGO, 0, sold(150_000, 0, 3))).tier())
                .isEqualTo(SILVER);
    }

    @Test
    void nobody_goes_down_before_the_period_ends() {
        var verdict = LADDER.decide(event(GOLD, sold(0, 0, 0)));

        assertThat(verdict.outcome()).isEqualTo(Outcome.KEPT);
        assertThat(verdict.tier()).isEqualTo(GOLD);
    }

    @Test
    void grace_is_used_up_and_then_he_goes_where_he_belongs() {
        var warned = LADDER.decide(end(GOLD, LONG_AGO, 0, sold(150_000, 0, 3)));
        var lowered = LADDER.decide(end(GOLD, LONG_AGO, warned.missed(), sold(150_000, 0, 3)));

        assertThat(warned.outcome()).isEqualTo(Outcome.WARNED);
        assertThat(warned.tier()).isEqualTo(GOLD);
        assertThat(lowered.outcome()).isEqualTo(Outcome.LOWERED);
        assertThat(lowered.tier()).isEqualTo(SILVER);
        assertThat(lowered.missed()).isZero();
    }

    @Test
    void holding_it_again_forgets_what_was_missed() {
        var verdict = LADDER.decide(end(GOLD, LONG_AGO, 1, sold(300_000, 0, 5)));

        assertThat(verdict.outcome()).isEqualTo(Outcome.KEPT);
        assertThat(verdict.missed()).isZero();
    }

    @Test
    void who_came_up_within_the_period_and_gave_the_money_back_has_no_grace() {
        var verdict = LADDER.decide(end(GOLD, LocalDate.of(2026, 11, 9), 0, sold(500_000, 500_000, 0)));

        assertThat(verdict.outcome()).isEqualTo(Outcome.LOWERED);
        assertThat(verdict.tier()).isEqualTo(BASE);
    }

    @Test
    void who_came_to_the_tier_after_the_period_is_not_judged_by_it() {
        var verdict = LADDER.decide(end(GOLD, LAST.plusDays(1), 0, sold(0, 0, 0)));

        assertThat(verdict.outcome()).isEqualTo(Outcome.KEPT);
    }

    @Test
    void nobody_is_moved_below_the_floor() {
        var floored = book(Upgrade.IMMEDIATE, 0, Optional.of(SILVER));

        assertThat(floored.decide(end(GOLD, LONG_AGO, 0, sold(0, 0, 0))).tier()).isEqualTo(SILVER);
        assertThat(floored.decide(end(SILVER, LONG_AGO, 0, sold(0, 0, 0))).outcome())
                .isEqualTo(Outcome.KEPT);
        assertThat(floored.decide(end(BASE, LONG_AGO, 0, sold(0, 0, 0))).tier()).isEqualTo(BASE);
    }

    @Test
    void what_is_given_by_hand_no_rule_takes_but_a_rule_may_raise_from_it() {
        assertThat(LADDER.decide(end(GIFT, LONG_AGO, 5, sold(0, 0, 0))).tier()).isEqualTo(GIFT);
        assertThat(LADDER.decide(end(GIFT, LONG_AGO, 0, sold(300_000, 0, 5))).tier())
                .isEqualTo(GOLD);
    }

    @Test
    void staff_hold_a_pinned_one_whatever_he_sells() {
        var pinned = new TierInputs(
                Occasion.PERIOD_END, FIRST, LAST, new Footing(SILVER, LONG_AGO, 1, true), sold(900_000, 0, 90));

        var verdict = LADDER.decide(pinned);

        assertThat(verdict.outcome()).isEqualTo(Outcome.PINNED);
        assertThat(verdict.tier()).isEqualTo(SILVER);
        assertThat(verdict.reached()).isEqualTo(GOLD);
        assertThat(verdict.missed()).isOne();
    }

    @Test
    void rules_that_say_nothing_are_refused() {
        var alone = List.of(at(TierMetric.REFUND_RATE, TierWindow.QUARTER, 500));
        var twice = List.of(at(TierMetric.ORDERS, TierWindow.QUARTER, 5), at(TierMetric.ORDERS, TierWindow.QUARTER, 6));
        var nothing = List.of(at(TierMetric.ORDERS, TierWindow.QUARTER, 0));

        assertThat(LADDER.contradiction()).isEmpty();
        assertThat(List.of(alone, twice, nothing))
                .allSatisfy(conditions -> assertThat(LADDER.with(GOLD, step -> step.under(Match.ALL, conditions))
                                .contradiction())
                        .isPresent());
        assertThat(LADDER.with(
                                BASE,
                                step -> step.under(Match.ALL, List.of(at(TierMetric.ORDERS, TierWindow.QUARTER, 1))))
                        .contradiction())
                .isPresent();
        assertThat(book(Upgrade.IMMEDIATE, 0, Optional.of(new UUID(9, 9))).contradiction())
                .isPresent();
    }

    @Test
    void nothing_but_sales_to_customers_and_certificates_is_a_metric() {
        var metrics = Arrays.stream(TierMetric.values()).map(Enum::name).collect(Collectors.toSet());

        assertThat(metrics)
                .containsExactlyInAnyOrder(
                        "NET_SALES", "PAYING_CUSTOMERS", "ORDERS", "REFUND_RATE", "CERTIFICATES", "ACTIVE_DAYS");
        assertThat(TierMetric.named("RECRUITS")).isEmpty();
        assertThat(TierMetric.named("TEAM_SALES")).isEmpty();
    }

    @Test
    void windows_and_periods_are_days_of_the_shop() {
        var day = LocalDate.of(2026, 11, 22);

        assertThat(TierWindow.CALENDAR_MONTH.first(day)).isEqualTo("2026-11-01");
        assertThat(TierWindow.QUARTER.first(day)).isEqualTo("2026-10-01");
        assertThat(TierWindow.ROLLING_30.first(day)).isEqualTo("2026-10-24");
        assertThat(TierWindow.ROLLING_90.first(day)).isEqualTo("2026-08-25");
        assertThat(Length.MONTH.endedBefore(day))
                .isEqualTo(new TierPeriod("2026-10", LocalDate.of(2026, 10, 1), LocalDate.of(2026, 10, 31)));
        assertThat(Length.QUARTER.endedBefore(day))
                .isEqualTo(new TierPeriod("2026-Q3", LocalDate.of(2026, 7, 1), LocalDate.of(2026, 9, 30)));
    }

    private static TierBook book(Upgrade upgrade, int grace, Optional<UUID> floor) {
        return new TierBook(
                7,
                new Movement(upgrade, Length.MONTH, grace, floor),
                List.of(
                        new Step(BASE, 1, "普通", Match.ALL, List.of()),
                        new Step(
                                SILVER,
                                2,
                                "银牌",
                                Match.ALL,
                                List.of(at(TierMetric.NET_SALES, TierWindow.CALENDAR_MONTH, 100_000))),
                        new Step(GIFT, 3, "特邀", Match.ALL, List.of()),
                        new Step(
                                GOLD,
                                4,
                                "金牌",
                                Match.ALL,
                                List.of(
                                        at(TierMetric.NET_SALES, TierWindow.CALENDAR_MONTH, 300_000),
                                        at(TierMetric.PAYING_CUSTOMERS, TierWindow.CALENDAR_MONTH, 5)))));
    }

    private static TierCondition at(TierMetric metric, TierWindow window, long threshold) {
        return new TierCondition(metric, window, threshold);
    }

    private static TierFigures sold(long goods, long refunded, int customers) {
        return new TierFigures(
                Map.of(TierWindow.CALENDAR_MONTH, new Totals(goods, refunded, customers, customers, customers)), 0);
    }

    private static TierInputs event(UUID tier, TierFigures figures) {
        return new TierInputs(Occasion.EVENT, LAST, LAST, new Footing(tier, LONG_AGO, 0, false), figures);
    }

    private static TierInputs end(UUID tier, LocalDate since, int missed, TierFigures figures) {
        return new TierInputs(Occasion.PERIOD_END, FIRST, LAST, new Footing(tier, since, missed, false), figures);
    }
}
