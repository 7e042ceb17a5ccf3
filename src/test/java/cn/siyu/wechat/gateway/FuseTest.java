package cn.siyu.wechat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A dead line is cut for a moment, a living one never. */
class FuseTest {

    @Test
    void it_blows_after_many_failures_in_a_row() {
        var fuse = new Fuse();
        for (var time = 1; time < Fuse.FAILURES; time++) {
            fuse.failed();
        }
        assertThat(fuse.blown()).isFalse();

        fuse.failed();

        assertThat(fuse.blown()).isTrue();
    }

    @Test
    void one_success_between_them_starts_the_count_again() {
        var fuse = new Fuse();
        for (var time = 1; time < 3 * Fuse.FAILURES; time++) {
            fuse.failed();
            if (time % 10 == 0) {
                fuse.worked();
            }
        }

        assertThat(fuse.blown()).isFalse();
    }

    @Test
    void after_a_moment_one_call_is_let_through() throws InterruptedException {
        var fuse = new Fuse();
        for (var time = 0; time < Fuse.FAILURES; time++) {
            fuse.failed();
        }

        Thread.sleep(Fuse.MOMENT.toMillis() + 50);

        assertThat(fuse.blown()).isFalse();
        assertThat(fuse.blown()).isTrue();
        fuse.worked();
        assertThat(fuse.blown()).isFalse();
    }
}
