package cn.siyu.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Bills are ready at ten in China. */
class BillDaysTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);

    @Test
    void a_days_bills_are_ready_at_ten_on_the_next_morning() {
        assertThat(BillDays.newest(Instant.parse("2026-03-02T01:59:59Z"))).isEqualTo(FIRST.minusDays(1));
        assertThat(BillDays.newest(Instant.parse("2026-03-02T02:00:00Z"))).isEqualTo(FIRST);
    }

    @Test
    void a_day_is_chinas_and_its_edge_is_just_before_midnight() {
        assertThat(BillDays.begin(FIRST)).isEqualTo(Instant.parse("2026-02-28T16:00:00Z"));
        assertThat(BillDays.edge(FIRST)).isEqualTo(Instant.parse("2026-03-01T15:50:00Z"));
    }

    @Test
    void three_months_are_offered() {
        assertThat(BillDays.oldest(Instant.parse("2026-03-31T04:00:00Z"))).isEqualTo(LocalDate.of(2026, 1, 1));
    }
}
