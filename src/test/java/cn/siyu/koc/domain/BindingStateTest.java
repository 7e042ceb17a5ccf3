package cn.siyu.koc.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.BindingState.Cause;
import cn.siyu.koc.domain.BindingState.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BindingStateTest {

    private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");
    private static final Instant LATER = NOON.plus(Duration.ofDays(3));
    private static final Term TERM = new Term(NOON, NOON.plus(Duration.ofDays(90)), "2026-01", 1);

    private static final List<BindingState> STATES = List.of(
            new BindingState.Invited(LATER),
            new BindingState.Active(TERM),
            new BindingState.Paused(TERM),
            new BindingState.Ended(Optional.of(TERM), NOON, Cause.BY_KOC, Optional.empty()));

    private static final Map<String, UnaryOperator<BindingState>> COMMANDS = commands();

    private static Map<String, UnaryOperator<BindingState>> commands() {
        var commands = new LinkedHashMap<String, UnaryOperator<BindingState>>();
        commands.put("accept", state -> state.accept(TERM));
        commands.put("decline", state -> state.decline(NOON));
        commands.put("pause", BindingState::pause);
        commands.put("resume", BindingState::resume);
        commands.put("renew", state -> state.renew(LATER.plus(Duration.ofDays(90))));
        commands.put("agree", state -> state.agree("2026-02"));
        commands.put("end", state -> state.end(LATER, Cause.BY_SELLER, Optional.of("why")));
        commands.put("run out", BindingState::runOut);
        return commands;
    }

    @Test
    void the_design_page_shows_the_transitions_that_the_types_allow() throws IOException {
        assertThat(Files.readString(Path.of("src/docs/design/koc.md"))).contains(table());
    }

    @Test
    void every_kind_of_state_is_in_the_table() {
        assertThat(STATES.stream().map(BindingState::kind)).containsExactly(Kind.values());
    }

    @Test
    void a_forbidden_command_tells_the_current_state() {
        assertThatThrownBy(() -> STATES.getLast().end(NOON, Cause.BY_STAFF, Optional.empty()))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.problem()).isEqualTo(CommonProblem.STATE_CHANGED);
                    assertThat(refused.facts()).containsEntry("state", "ENDED");
                });
    }

    @Test
    void an_invitation_is_over_at_the_instant_up_to_which_it_may_be_answered() {
        var invited = new BindingState.Invited(NOON);

        assertThatThrownBy(() -> invited.accept(TERM))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(KocProblem.INVITATION_OVER));
    }

    @Test
    void what_ends_early_counted_until_then_and_no_longer() {
        var ended = new BindingState.Active(TERM).end(LATER, Cause.BY_SELLER, Optional.of("why"));

        assertThat(ended.range().map(Term::until)).contains(LATER);
        assertThat(new BindingState.Active(TERM).runOut().range()).contains(TERM);
        assertThat(new BindingState.Invited(LATER).runOut().range()).isEmpty();
    }

    @Test
    void a_new_owner_takes_over_what_is_left_and_no_invitation() {
        var successor = UUID.randomUUID();

        var taken = in(new BindingState.Paused(TERM)).takenOver(UUID.randomUUID(), successor, LATER);

        assertThat(taken).hasValueSatisfying(next -> {
            assertThat(next.seller()).isEqualTo(successor);
            assertThat(next.state()).isEqualTo(new BindingState.Paused(new Term(LATER, TERM.until(), "2026-01", 1)));
        });
        assertThat(in(new BindingState.Invited(LATER)).takenOver(UUID.randomUUID(), successor, NOON))
                .isEmpty();
    }

    @Test
    void a_split_keeps_the_cap_and_never_shares_more_than_the_pool() {
        assertThat(Split.fits(new Rate(3_000), new Rate(4_000), new Rate(6_000), Money.ZERO))
                .isTrue();
        assertThat(Split.fits(new Rate(3_001), new Rate(4_000), new Rate(6_000), Money.ZERO))
                .isFalse();
        assertThat(Split.fits(new Rate(1_000), new Rate(4_000), new Rate(6_001), Money.ZERO))
                .isFalse();
    }

    private static KocBinding in(BindingState state) {
        return new KocBinding(
                UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), CommunityId.next(), NOON, LATER, state, 0);
    }

    private static String table() {
        var head = "| state | " + String.join(" | ", COMMANDS.keySet()) + " |\n|" + "---|".repeat(COMMANDS.size() + 1);
        return STATES.stream()
                .map(state -> "| " + state.kind() + " | "
                        + COMMANDS.values().stream()
                                .map(command -> after(state, command))
                                .collect(Collectors.joining(" | "))
                        + " |")
                .collect(Collectors.joining("\n", head + "\n", "\n"));
    }

    private static String after(BindingState state, UnaryOperator<BindingState> command) {
        try {
            return command.apply(state).kind().name();
        } catch (Refused _) {
            return "-";
        }
    }
}
