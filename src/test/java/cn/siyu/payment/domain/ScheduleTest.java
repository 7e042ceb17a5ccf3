package cn.siyu.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When WeChat is asked again. */
class ScheduleTest {

    private static final Instant BEGAN = Instant.parse("2026-03-01T02:00:00Z");
    private static final Instant EXPIRES = BEGAN.plus(Duration.ofMinutes(30));

    @Test
    void an_open_payment_is_asked_for_at_five_and_thirty_seconds_then_every_minute_and_at_its_end() {
        var asked = new ArrayList<Duration>();
        for (var at = BEGAN; at.isBefore(EXPIRES); ) {
            at = Schedule.nextQuery(BEGAN, EXPIRES, asked.size(), at);
            asked.add(Duration.between(BEGAN, at));
        }

        assertThat(asked).startsWith(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(1));
        assertThat(asked)
                .containsAll(List.of(Duration.ofMinutes(3), Duration.ofMinutes(5), Duration.ofMinutes(10)))
                .endsWith(Duration.ofMinutes(30))
                .hasSize(32);
    }

    @Test
    void the_next_query_is_always_ahead_and_never_more_than_a_minute() {
        for (var second = 0; second < 1_800; second += 7) {
            var now = BEGAN.plusSeconds(second);
            var next = Schedule.nextQuery(BEGAN, EXPIRES, 3, now);

            assertThat(next).isAfter(now).isBeforeOrEqualTo(now.plusSeconds(60));
        }
    }

    @Test
    void after_its_end_an_open_payment_is_asked_for_more_and_more_seldom() {
        var soon = Schedule.nextQuery(BEGAN, EXPIRES, 31, EXPIRES);
        var late = Schedule.nextQuery(BEGAN, EXPIRES, 500, EXPIRES);

        assertThat(Duration.between(EXPIRES, soon)).isBetween(Duration.ofSeconds(10), Duration.ofMinutes(5));
        assertThat(Duration.between(EXPIRES, late)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void doubt_backs_off_to_an_hour() {
        assertThat(Schedule.afterDoubt(1, BEGAN)).isEqualTo(BEGAN.plusSeconds(5));
        assertThat(Schedule.afterDoubt(100, BEGAN)).isEqualTo(BEGAN.plus(Duration.ofHours(1)));
        assertThat(Schedule.afterRefusal(BEGAN)).isEqualTo(BEGAN.plus(Duration.ofHours(1)));
        assertThat(Schedule.whileProcessing(1, BEGAN)).isEqualTo(BEGAN.plus(Duration.ofMinutes(1)));
    }
}
