package cn.siyu.distribution.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.distribution.domain.Standing.Contract;
import cn.siyu.distribution.domain.Standing.Kind;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final Contract CONTRACT = new Contract(new UUID(0, 1), "ABCD2345", Instant.EPOCH);

    private static final List<Standing> STATES = List.of(
            new Standing.Applied(),
            new Standing.Rejected(),
            new Standing.Active(CONTRACT),
            new Standing.Suspended(CONTRACT),
            new Standing.Quitting(CONTRACT),
            new Standing.Terminated(CONTRACT));

    private static final Map<String, UnaryOperator<Standing>> COMMANDS = commands();

    private static Map<String, UnaryOperator<Standing>> commands() {
        var commands = new LinkedHashMap<String, UnaryOperator<Standing>>();
        commands.put("approve", state -> state.approve(CONTRACT));
        commands.put("reject", Standing::reject);
        commands.put("suspend", Standing::suspend);
        commands.put("resume", Standing::resume);
        commands.put("quit", Standing::quit);
        commands.put("terminate", Standing::terminate);
        return commands;
    }

    @Test
    void the_design_page_shows_the_transitions_that_the_types_allow() throws IOException {
        assertThat(Files.readString(Path.of("src/docs/design/distribution.md"))).contains(table());
    }

    @Test
    void every_kind_of_state_is_in_the_table() {
        assertThat(STATES.stream().map(Standing::kind)).containsExactly(Kind.values());
    }

    @Test
    void a_forbidden_command_tells_the_current_state() {
        assertThatThrownBy(() -> new Standing.Rejected().approve(CONTRACT))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.problem()).isEqualTo(CommonProblem.STATE_CHANGED);
                    assertThat(refused.facts()).containsEntry("state", "REJECTED");
                });
    }

    @Test
    void a_contract_stays_with_him_through_all_states() {
        var suspended = new Standing.Applied().approve(CONTRACT).suspend();

        assertThat(suspended.contract()).contains(CONTRACT);
        assertThat(suspended.resume().quit().terminate().contract()).contains(CONTRACT);
        assertThat(new Standing.Applied().contract()).isEmpty();
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

    private static String after(Standing state, UnaryOperator<Standing> command) {
        try {
            return command.apply(state).kind().name();
        } catch (Refused _) {
            return "-";
        }
    }
}
