package cn.siyu.groupbuy.domain;

import static cn.siyu.groupbuy.domain.Stories.NOON;
import static cn.siyu.groupbuy.domain.Stories.ORIGIN;
import static cn.siyu.groupbuy.domain.Stories.PAYER;
import static cn.siyu.groupbuy.domain.Stories.RUNNING;
import static cn.siyu.groupbuy.domain.Stories.leaderSeat;
import static cn.siyu.groupbuy.domain.Stories.open;
import static cn.siyu.groupbuy.domain.Stories.pending;
import static cn.siyu.groupbuy.domain.Stories.seat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.groupbuy.domain.PayDecision.Payer;
import cn.siyu.kernel.problem.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** States of activities, groups and places, and what payments make of them (B1, B4, B5, B10, B14). */
class GroupStatesTest {

    private static final Path PAGE = Path.of("src/docs/design/groupbuy.md");

    private static final Instant LATER = NOON.plus(Duration.ofHours(3));

    private static final List<BuyGroup> GROUPS = List.of(
            pending(),
            open(1, 1),
            new BuyGroup.Succeeded(ORIGIN, new Places(3, 1, 1), LATER, CompletedBy.MERCHANT, NOON),
            new BuyGroup.Failed(ORIGIN, new Places(3, 1, 1), LATER, FailReason.EXPIRED, NOON),
            new BuyGroup.Cancelled(ORIGIN, new Places(3, 0, 0), NOON));

    @Test
    void the_design_page_shows_what_the_types_allow() throws IOException {
        var page = Files.readString(PAGE);

        assertThat(page).contains(activities()).contains(groups()).contains(places());
    }

    @Test
    void the_leader_opens_the_group_until_the_earlier_of_its_time_and_the_activitys() {
        var decision = PayDecision.decide(RUNNING, pending(), leaderSeat(SeatState.HELD), PAYER, NOON);

        assertThat(decision).isInstanceOfSatisfying(PayDecision.Opens.class, opens -> {
            assertThat(opens.group().places()).isEqualTo(new Places(3, 0, 1));
            assertThat(opens.group().expiresAt()).isEqualTo(Stories.EVENING.plus(Duration.ofHours(1)));
        });
    }

    @Test
    void the_last_payment_completes_the_group() {
        assertThat(PayDecision.decide(RUNNING, open(1, 2), seat(SeatState.HELD), PAYER, NOON))
                .isInstanceOfSatisfying(
                        PayDecision.Completes.class,
                        done -> assertThat(done.group().by()).isEqualTo(CompletedBy.MEMBERS));
        assertThat(PayDecision.decide(RUNNING, open(1, 1), seat(SeatState.HELD), PAYER, NOON))
                .isInstanceOf(PayDecision.Waits.class);
    }

    @Test
    void a_late_payment_takes_its_place_again_only_if_there_still_is_one() {
        var late = seat(SeatState.RELEASED);

        assertThat(PayDecision.decide(RUNNING, open(1, 1), late, PAYER, NOON))
                .isEqualTo(new PayDecision.Waits(open(1, 2), true));
        assertThat(PayDecision.decide(RUNNING, open(1, 2), late, PAYER, NOON))
                .isEqualTo(new PayDecision.GivenUp(open(1, 2), GroupBuyProblem.GROUP_FULL));
        assertThat(PayDecision.decide(RUNNING, open(0, 1), late, new Payer(true, true, true), NOON))
                .isEqualTo(new PayDecision.GivenUp(open(0, 1), GroupBuyProblem.GROUP_ALREADY_JOINED));
        assertThat(PayDecision.decide(RUNNING, open(0, 1), late, new Payer(true, false, false), NOON))
                .isEqualTo(new PayDecision.GivenUp(open(0, 1), GroupBuyProblem.GROUP_BUY_LIMIT));
    }

    @Test
    void whoever_is_no_new_member_any_more_when_he_pays_gets_his_money_back() {
        var activity = Stories.activity(ActivityState.RUNNING, Mode.NEW_MEMBER);
        var old = new Payer(false, false, true);

        assertThat(PayDecision.decide(activity, open(1, 1), seat(SeatState.HELD), old, NOON))
                .isEqualTo(new PayDecision.GivenUp(open(0, 1), GroupBuyProblem.GROUP_BUY_NEW_MEMBERS_ONLY));
        assertThat(PayDecision.decide(activity, pending(), leaderSeat(SeatState.HELD), old, NOON))
                .isInstanceOf(PayDecision.Opens.class);
    }

    @Test
    void a_group_is_due_when_nobody_is_about_to_pay() {
        assertThat(open(0, 2).due(open(0, 2).expiresAt())).isTrue();
        assertThat(open(1, 1).due(open(1, 1).expiresAt())).isFalse();
        assertThat(open(0, 2).due(open(0, 2).expiresAt().minusNanos(1000))).isFalse();
    }

    @Test
    void the_merchant_completes_with_real_members_or_not_at_all() {
        assertThat(open(1, 1).completeByMerchant(NOON).places().paid()).isEqualTo(1);
        assertThatThrownBy(() -> open(1, 0).completeByMerchant(NOON))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(GroupBuyProblem.GROUP_EMPTY));
    }

    @Test
    void an_activity_that_has_begun_gets_more_units_and_a_later_end_and_nothing_else() {
        var plan = Stories.plan(Mode.NORMAL, 10);

        assertThat(plan.illegalChanges(Stories.plan(Mode.NORMAL, 20))).isEmpty();
        assertThat(Stories.plan(Mode.NORMAL, 20).raised(plan)).containsEntry(Stories.SKU, 10);
        assertThat(plan.illegalChanges(Stories.plan(Mode.NORMAL, 5)))
                .extracting(fault -> fault.field())
                .containsExactly("skus");
        assertThat(plan.illegalChanges(Stories.plan(Mode.NEW_MEMBER, 10)))
                .extracting(fault -> fault.field())
                .containsExactly("mode");
    }

    /** The end opens open groups to latecomers; it does not to those whom staff have kept out. */
    @Test
    void one_that_is_paused_when_its_end_comes_stays_so_until_its_last_group_has_run_out() {
        var running = Stories.activity(ActivityState.RUNNING, Mode.NORMAL);
        var paused = Stories.activity(ActivityState.PAUSED, Mode.NORMAL);

        assertThat(running.turned(Stories.EVENING)).isEqualTo(ActivityState.ENDED);
        assertThat(paused.turned(Stories.EVENING)).isEqualTo(ActivityState.PAUSED);
        assertThat(paused.turned(paused.lastExpiry().minusNanos(1000))).isEqualTo(ActivityState.PAUSED);
        assertThat(paused.turned(paused.lastExpiry())).isEqualTo(ActivityState.ENDED);
    }

    /** Whatever comes in whatever order: never more members than places, and what is decided stays decided. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_happens_a_group_keeps_its_places(long seed) {
        var random = new SplittableRandom(seed);
        BuyGroup group = open(0, 1);
        for (var step = 0; step < 400; step++) {
            var before = group;
            var seat = seat(random.nextBoolean() ? SeatState.HELD : SeatState.RELEASED);
            var possible = seat.state() == SeatState.RELEASED || group.places().held() > 0;
            group = switch (random.nextInt(3)) {
                case 0 ->
                    JoinDecision.join(RUNNING, group, Stories.ANYBODY, 1, Stories.WINDOW, NOON)
                                    instanceof JoinDecision.Seated(var held, var _)
                            ? held
                            : group;
                case 1 -> possible ? after(PayDecision.decide(RUNNING, group, seat, PAYER, NOON), group) : group;
                default ->
                    possible && EndDecision.decide(group, seat, NOON) instanceof EndDecision.Freed(var freed)
                            ? freed
                            : group;
            };

            assertThat(group.places().held() + group.places().paid()).isLessThanOrEqualTo(3);
            if (before.kind() == BuyGroup.Kind.SUCCEEDED) {
                assertThat(group.kind()).isEqualTo(BuyGroup.Kind.SUCCEEDED);
            }
        }
    }

    private static BuyGroup after(PayDecision decision, BuyGroup before) {
        return switch (decision) {
            case PayDecision.Opens opens -> opens.group();
            case PayDecision.Waits waits -> waits.group();
            case PayDecision.Completes completes -> completes.group();
            case PayDecision.GoesAlong along -> along.group();
            case PayDecision.GivenUp given -> given.group();
            case PayDecision.Repeated _ -> before;
        };
    }

    private static String activities() {
        var commands = new LinkedHashMap<String, UnaryOperator<ActivityState>>();
        commands.put("publish", state -> state.publish(false));
        commands.put("begins", state -> state.at(NOON, LATER, NOON));
        commands.put("pause", ActivityState::pause);
        commands.put("resume", ActivityState::resume);
        commands.put("stop", ActivityState::stop);
        commands.put("ends", state -> state.at(NOON, LATER, LATER));
        return table(commands, List.of(ActivityState.values()), Enum::name, Enum::name);
    }

    private static String groups() {
        var commands = new LinkedHashMap<String, UnaryOperator<BuyGroup>>();
        commands.put(
                "leader pays",
                group -> group instanceof BuyGroup.Pending
                        ? after(PayDecision.decide(RUNNING, group, leaderSeat(SeatState.HELD), PAYER, NOON), group)
                        : group);
        commands.put(
                "one more pays",
                group -> group instanceof BuyGroup.Pending
                        ? group
                        : after(PayDecision.decide(RUNNING, group, seat(SeatState.HELD), PAYER, NOON), group));
        commands.put(
                "last one pays",
                group -> group instanceof BuyGroup.Open
                        ? after(PayDecision.decide(RUNNING, open(1, 2), seat(SeatState.HELD), PAYER, NOON), group)
                        : group);
        commands.put(
                "leader's hold ends",
                group -> group instanceof BuyGroup.Pending
                        ? ((EndDecision.Freed) EndDecision.decide(group, leaderSeat(SeatState.HELD), NOON)).group()
                        : group);
        commands.put("merchant completes", group -> group.completeByMerchant(NOON));
        commands.put("fails", group -> group.fail(FailReason.EXPIRED, NOON));
        return table(
                commands,
                GROUPS,
                group -> group.kind().name(),
                group -> group.kind().name());
    }

    private static String places() {
        return Stream.of(SeatState.values())
                .map(state -> "| " + state + " | "
                        + (state.next().isEmpty()
                                ? "-"
                                : state.next().stream().sorted().map(Enum::name).collect(Collectors.joining(", ")))
                        + " |")
                .collect(Collectors.joining("\n", "| place | may become |\n|---|---|\n", "\n"));
    }

    private static <T> String table(
            Map<String, UnaryOperator<T>> commands,
            List<T> states,
            Function<T, String> name,
            Function<T, String> shown) {
        var head = "| state | " + String.join(" | ", commands.keySet()) + " |\n|" + "---|".repeat(commands.size() + 1);
        return states.stream()
                .map(state -> "| " + name.apply(state) + " | "
                        + commands.values().stream()
                                .map(command -> after(state, command, shown))
                                .collect(Collectors.joining(" | "))
                        + " |")
                .collect(Collectors.joining("\n", head + "\n", "\n"));
    }

    private static <T> String after(T state, UnaryOperator<T> command, Function<T, String> shown) {
        try {
            var after = command.apply(state);
            return after.equals(state) ? "-" : shown.apply(after);
        } catch (Refused _) {
            return "-";
        }
    }
}
