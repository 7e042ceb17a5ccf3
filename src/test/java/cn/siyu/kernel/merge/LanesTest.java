package cn.siyu.kernel.merge;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.merge.Lanes.Batch;
import cn.siyu.kernel.merge.Lanes.Rules;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {

    private static final long PATIENCE = Duration.ofSeconds(3).toNanos();
    private static final Rules RULES = new Rules(4, 2, 3, PATIENCE);

    private final Lanes<String> lanes = new Lanes<>(RULES);

    @Test
    void with_nobody_else_about_a_command_goes_at_once_and_alone() {
        lanes.add("tea", "t1", 0);

        assertThat(next()).containsExactly("t1");
        assertThat(lanes.next()).isEmpty();
    }

    @Test
    void whatever_waited_meanwhile_is_the_next_batch_in_the_order_of_coming() {
        lanes.add("tea", "t1", 0);
        var first = lanes.next().orElseThrow();
        wait("tea", 2);

        assertThat(lanes.next()).isEmpty();
        lanes.done(first, 0);

        assertThat(next()).containsExactly("tea-0", "tea-1");
    }

    @Test
    void no_batch_is_larger_than_it_may_be() {
        wait("tea", 6);

        var first = lanes.next().orElseThrow();
        assertThat(first.commands()).hasSize(4);
        lanes.done(first, 0);

        assertThat(next()).containsExactly("tea-4", "tea-5");
    }

    @Test
    void a_second_batch_of_a_lane_follows_when_the_first_has_its_locks_and_enough_wait() {
        lanes.add("tea", "t1", 0);
        var first = lanes.next().orElseThrow();
        wait("tea", 3);

        assertThat(lanes.next()).isEmpty();
        lanes.locked(first);
        var second = lanes.next().orElseThrow();

        assertThat(second.commands()).hasSize(3);
        wait("tea", 3);
        lanes.locked(second);
        assertThat(lanes.next()).as("two of a lane are all").isEmpty();
    }

    @Test
    void few_who_wait_are_not_torn_off_into_a_batch_of_their_own() {
        lanes.add("tea", "t1", 0);
        var first = lanes.next().orElseThrow();
        lanes.locked(first);
        wait("tea", 2);

        assertThat(lanes.next()).isEmpty();
    }

    @Test
    void a_crowd_in_one_lane_takes_turns_with_the_others() {
        wait("crowd", 40);
        lanes.add("quiet", "q1", 0);
        var first = lanes.next().orElseThrow();

        var second = lanes.next().orElseThrow();

        assertThat(first.commands()).allMatch(each -> each.startsWith("crowd"));
        assertThat(second.commands()).containsExactly("q1");
        lanes.locked(first);
        assertThat(lanes.next()).as("two are under way").isEmpty();
        lanes.done(second, 0);
        assertThat(next()).allMatch(each -> each.startsWith("crowd"));
    }

    @Test
    void whose_time_is_over_is_not_carried_out_any_more() {
        lanes.add("tea", "early", 0);
        lanes.add("tea", "late", 10);

        assertThat(lanes.overdue(PATIENCE - 1)).isEmpty();
        assertThat(lanes.overdue(PATIENCE)).containsExactly("early");

        assertThat(next()).containsExactly("late");
        assertThat(lanes.overdue(Long.MAX_VALUE)).isEmpty();
        assertThat(lanes.waiting()).isZero();
    }

    @Test
    void the_door_can_see_how_long_the_first_has_waited() {
        assertThat(lanes.ahead("tea", 0, 100)).isZero();
        lanes.add("tea", "t1", 40);
        lanes.add("tea", "t2", 90);

        assertThat(lanes.ahead("tea", 2, 100)).isEqualTo(60);
        var _ = lanes.next();

        assertThat(lanes.ahead("tea", 2, 100)).isZero();
    }

    @Test
    void the_door_can_see_how_long_the_full_batches_before_a_newcomer_will_take() {
        lanes.add("tea", "t", 0);
        var first = lanes.next().orElseThrow();
        wait("tea", 11);
        assertThat(lanes.ahead("tea", 12, 10)).as("nothing was done yet").isEqualTo(10);

        lanes.done(first, 1_000);

        assertThat(lanes.ahead("tea", 11, 1_000)).as("two full ones").isEqualTo(2_000);
        var second = lanes.next().orElseThrow();
        assertThat(lanes.ahead("tea", 11, 1_000)).as("one full one").isEqualTo(1_000);
        lanes.done(second, 1_200);
        assertThat(lanes.ahead("tea", 7, 1_200))
                .as("as long as the first has waited")
                .isEqualTo(1_200 - 4);
    }

    @Test
    void who_has_come_in_and_is_still_read_about_is_before_a_newcomer_too() {
        lanes.add("tea", "t1", 0);
        var first = lanes.next().orElseThrow();
        lanes.add("tea", "t2", 0);
        lanes.done(first, 1_000);
        var _ = lanes.next();

        assertThat(lanes.ahead("tea", 1, 1_000))
                .as("nobody but who is carried out")
                .isZero();
        assertThat(lanes.ahead("tea", 13, 1_000)).as("three full ones to come").isEqualTo(3_000);
    }

    @Test
    void the_first_of_a_crowd_are_told_by_how_long_a_batch_took_elsewhere() {
        lanes.add("tea", "t1", 0);
        lanes.done(lanes.next().orElseThrow(), 1_000);

        assertThat(lanes.ahead("cup", 3, 2_000)).as("not yet a full one").isZero();
        assertThat(lanes.ahead("cup", 11, 2_000))
                .as("nobody has reached his lane")
                .isEqualTo(2_000);
        lanes.add("cup", "c1", 2_000);
        assertThat(lanes.ahead("cup", 11, 2_000)).as("one has").isEqualTo(2_000);
    }

    private void wait(String key, int commands) {
        IntStream.range(0, commands).forEach(i -> lanes.add(key, key + "-" + i, i));
    }

    private List<String> next() {
        return lanes.next().map(Batch::commands).orElseThrow();
    }
}
