package cn.siyu.groupbuy.domain;

import static cn.siyu.groupbuy.domain.Stories.ANYBODY;
import static cn.siyu.groupbuy.domain.Stories.EVENING;
import static cn.siyu.groupbuy.domain.Stories.NOON;
import static cn.siyu.groupbuy.domain.Stories.ORIGIN;
import static cn.siyu.groupbuy.domain.Stories.RUNNING;
import static cn.siyu.groupbuy.domain.Stories.WINDOW;
import static cn.siyu.groupbuy.domain.Stories.open;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.groupbuy.domain.JoinDecision.Seated;
import cn.siyu.groupbuy.domain.JoinDecision.TurnedAway;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** B4-B8: who gets a place, before he pays. */
class JoinDecisionTest {

    @Test
    void a_place_is_held_for_the_time_to_pay() {
        var decision = join(open(0, 1), ANYBODY, NOON);

        assertThat(decision).isEqualTo(new Seated(open(1, 1), NOON.plus(Duration.ofMinutes(15))));
    }

    @Test
    void a_place_is_never_held_longer_than_the_group_gathers() {
        var late = open(0, 1).expiresAt().minus(Duration.ofMinutes(5));

        assertThat(join(open(0, 1), ANYBODY, late))
                .isInstanceOfSatisfying(
                        Seated.class,
                        seated ->
                                assertThat(seated.payBy()).isEqualTo(open(0, 1).expiresAt()));
    }

    @Test
    void a_held_place_is_taken_too() {
        assertThat(join(open(1, 2), ANYBODY, NOON)).isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_FULL));
    }

    @Test
    void nobody_joins_when_too_little_time_to_pay_is_left() {
        var last = open(0, 1).expiresAt().minus(WINDOW);

        assertThat(join(open(0, 1), ANYBODY, last)).isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_CLOSED));
        assertThat(join(open(0, 1), ANYBODY, last.minusNanos(1000))).isInstanceOf(Seated.class);
    }

    @Test
    void nobody_sits_twice_in_a_group() {
        var seated = new Applicant(true, true, true, 1, 1);

        assertThat(join(open(0, 1), seated, NOON)).isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_ALREADY_JOINED));
    }

    @Test
    void a_group_for_new_members_takes_new_members_only_but_anybody_may_lead_one() {
        var activity = Stories.activity(ActivityState.RUNNING, Mode.NEW_MEMBER);
        var old = new Applicant(false, true, false, 0, 0);

        assertThat(JoinDecision.join(activity, open(0, 1), old, 1, WINDOW, NOON))
                .isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_BUY_NEW_MEMBERS_ONLY));
        assertThat(JoinDecision.open(activity, ORIGIN, old, 1, WINDOW, NOON)).isInstanceOf(Seated.class);
    }

    @Test
    void a_paused_activity_takes_neither_groups_nor_members_and_one_that_ended_still_takes_members() {
        var paused = Stories.activity(ActivityState.PAUSED, Mode.NORMAL);
        var ended = Stories.activity(ActivityState.ENDED, Mode.NORMAL);

        assertThat(JoinDecision.join(paused, open(0, 1), ANYBODY, 1, WINDOW, NOON))
                .isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_BUY_NOT_RUNNING));
        assertThat(JoinDecision.open(paused, ORIGIN, ANYBODY, 1, WINDOW, NOON))
                .isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_BUY_NOT_RUNNING));
        assertThat(JoinDecision.join(ended, open(0, 1), ANYBODY, 1, WINDOW, NOON))
                .isInstanceOf(Seated.class);
    }

    @Test
    void nobody_opens_a_group_once_the_time_is_over_even_if_the_sweep_has_not_come_yet() {
        assertThat(JoinDecision.open(RUNNING, ORIGIN, ANYBODY, 1, WINDOW, EVENING))
                .isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_BUY_NOT_RUNNING));
    }

    @Test
    void limits_count_what_is_held_and_the_groups_that_are_undecided() {
        var three = new Applicant(false, true, true, 3, 1);
        var busy = new Applicant(false, true, true, 2, 2);

        assertThat(JoinDecision.open(RUNNING, ORIGIN, three, 2, WINDOW, NOON))
                .isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_BUY_LIMIT));
        assertThat(JoinDecision.open(RUNNING, ORIGIN, three, 1, WINDOW, NOON)).isInstanceOf(Seated.class);
        assertThat(join(open(0, 1), busy, NOON)).isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_BUY_OPEN_LIMIT));
    }

    @Test
    void whoever_is_not_meant_is_turned_away() {
        var stranger = new Applicant(false, false, true, 0, 0);

        assertThat(join(open(0, 1), stranger, NOON)).isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_BUY_AUDIENCE));
    }

    /** "Full" comes with groups that he could join instead: who can join none hears why. */
    @Test
    void who_could_join_no_other_group_either_hears_why_and_not_that_this_one_is_full() {
        var stranger = new Applicant(false, false, true, 0, 0);
        var old = new Applicant(false, true, false, 0, 0);
        var member = new Applicant(true, true, true, 1, 0);
        var forNew = Stories.activity(ActivityState.RUNNING, Mode.NEW_MEMBER);
        var paused = Stories.activity(ActivityState.PAUSED, Mode.NORMAL);
        var done = new BuyGroup.Succeeded(ORIGIN, new Places(3, 0, 3), EVENING, CompletedBy.MEMBERS, NOON);

        assertThat(join(open(1, 2), stranger, NOON)).isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_BUY_AUDIENCE));
        assertThat(join(done, stranger, NOON)).isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_BUY_AUDIENCE));
        assertThat(JoinDecision.join(forNew, done, old, 1, WINDOW, NOON))
                .isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_BUY_NEW_MEMBERS_ONLY));
        assertThat(JoinDecision.join(paused, done, ANYBODY, 1, WINDOW, NOON))
                .isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_BUY_NOT_RUNNING));
        assertThat(join(done, member, NOON)).isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_ALREADY_JOINED));
        assertThat(join(done, ANYBODY, NOON)).isEqualTo(new TurnedAway(GroupBuyProblem.GROUP_FULL));
    }

    private static JoinDecision join(BuyGroup group, Applicant who, Instant now) {
        return JoinDecision.join(RUNNING, group, who, 1, WINDOW, now);
    }
}
