package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.distribution.Compliance.History;
import cn.siyu.distribution.Compliance.History.Version;
import cn.siyu.distribution.Compliance.Rules;
import cn.siyu.kernel.money.Rate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each version holds from its instant on until the next one's. */
class ComplianceHistoryTest {

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant SECOND = Instant.parse("2026-03-01T00:00:00Z");

    private final History history =
            new History(List.of(new Version(FIRST, rules(1, true)), new Version(SECOND, rules(2, false))));

    private static Rules rules(int version, boolean leaderBeside) {
        return new Rules(version, 1, new Rate(0), leaderBeside);
    }

    @Test
    void a_version_holds_from_its_instant_to_the_next_ones() {
        assertThat(history.at(FIRST).version()).isEqualTo(1);
        assertThat(history.at(SECOND.minusNanos(1)).leaderBeside()).isTrue();
        assertThat(history.at(SECOND).leaderBeside()).isFalse();
        assertThat(history.at(SECOND.plusSeconds(1_000_000)).version()).isEqualTo(2);
    }

    @Test
    void before_the_first_nothing_is_known() {
        assertThatThrownBy(() -> history.at(FIRST.minusNanos(1))).hasMessageContaining("2025-12-31");
    }
}
