package cn.siyu.kernel.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TurnstileTest {

    private final Turnstile doors = new Turnstile(3, 2);

    @Test
    void one_key_never_fills_the_house() {
        assertThat(doors.enter("crowd")).isTrue();
        assertThat(doors.enter("crowd")).isTrue();

        assertThat(doors.enter("crowd")).isFalse();
        assertThat(doors.enter("quiet")).isTrue();
    }

    @Test
    void a_full_house_takes_nobody_until_somebody_leaves() {
        List.of("a", "b", "c").forEach(key -> assertThat(doors.enter(key)).isTrue());

        assertThat(doors.enter("d")).isFalse();
        doors.leave("b");

        assertThat(doors.enter("d")).isTrue();
        assertThat(doors.inside()).isEqualTo(3);
    }

    @Test
    void who_was_never_inside_does_not_leave() {
        doors.leave("a");

        assertThat(doors.inside()).isZero();
    }
}
