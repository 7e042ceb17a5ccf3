package cn.siyu.koc.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.Renewal.Activity;
import cn.siyu.koc.domain.Target.Kind;
import cn.siyu.koc.domain.Target.Metric;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Periods of targets, what fits them, and what lets a binding go on. */
class TargetTest {

    @Test
    void a_month_and_a_week_begin_at_the_shops_midnight() {
        assertThat(TargetPeriod.of("2026-11")).hasValueSatisfying(month -> {
            assertThat(month.starts()).isEqualTo(Instant.parse("2026-10-31T16:00:00Z"));
            assertThat(month.ends()).isEqualTo(Instant.parse("2026-11-30T16:00:00Z"));
        });
        assertThat(TargetPeriod.of("2026-W01"))
                .hasValueSatisfying(week -> assertThat(week.starts()).isEqualTo(Instant.parse("2025-12-28T16:00:00Z")));
        assertThat(TargetPeriod.of("2026-W53")).isPresent();
    }

    @Test
    void what_is_no_month_and_no_week_is_none() {
        for (var name : new String[] {"2026-13", "2026-W00", "2025-W53", "2026-W54", "2026", "", "26-11"}) {
            assertThat(TargetPeriod.of(name)).as(name).isEmpty();
        }
    }

    @Test
    void a_koc_has_no_conversion_and_nobody_more_than_all() {
        var month = TargetPeriod.of("2026-11").orElseThrow();

        assertThatThrownBy(() -> new Target.Wish(Kind.KOC, Ids.next(), Metric.CONVERSION, month, 1).fitting())
                .isInstanceOf(Refused.class);
        assertThatThrownBy(
                        () -> new Target.Wish(Kind.COMMUNITY, Ids.next(), Metric.CONVERSION, month, 10_001).fitting())
                .isInstanceOf(Refused.class);
        assertThat(new Target.Wish(Kind.KOC, Ids.next(), Metric.JOINS, month, 10_001).fitting())
                .isNotNull();
    }

    @Test
    void orders_or_posts_let_a_binding_go_on_unless_both_are_needed() {
        var either = new Renewal(3, 4, false);
        var both = new Renewal(3, 4, true);

        assertThat(either.earnedBy(new Activity(3, 0))).isTrue();
        assertThat(either.earnedBy(new Activity(0, 4))).isTrue();
        assertThat(either.earnedBy(new Activity(2, 3))).isFalse();
        assertThat(both.earnedBy(new Activity(3, 3))).isFalse();
        assertThat(both.earnedBy(new Activity(3, 4))).isTrue();
    }

    @Test
    void conversion_is_rounded_down_and_nothing_of_nobody() {
        assertThat(day(3, 1).conversion()).isEqualTo(new Rate(3_333));
        assertThat(day(0, 0).conversion()).isEqualTo(new Rate(0));
    }

    private static CommunityDay day(long members, long lately) {
        return new CommunityDay(
                CommunityId.next(),
                "宝妈群",
                LocalDate.of(2026, 11, 22),
                members,
                0,
                0,
                0,
                0,
                lately,
                0,
                Money.ZERO,
                Money.ZERO);
    }
}
