package cn.siyu.koc.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.KocTask.Evidence;
import cn.siyu.koc.domain.KocTask.Part;
import cn.siyu.koc.domain.KocTask.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class KocTaskTest {

    private static final Instant DUE = Instant.parse("2026-03-01T04:00:00Z");
    private static final Instant BEFORE = DUE.minus(Duration.ofHours(1));
    private static final Shown WORDS = new Shown(Optional.of("发了"), List.of());

    private static final Map<String, UnaryOperator<TaskState>> COMMANDS = commands();

    private static Map<String, UnaryOperator<TaskState>> commands() {
        var commands = new LinkedHashMap<String, UnaryOperator<TaskState>>();
        commands.put("submit", TaskState::submit);
        commands.put("accept", TaskState::accept);
        commands.put("reject", state -> state.reject(false));
        commands.put("reject late", state -> state.reject(true));
        commands.put("prove", TaskState::prove);
        commands.put("miss", TaskState::miss);
        commands.put("cancel", TaskState::cancel);
        return commands;
    }

    @Test
    void the_design_page_shows_the_transitions_that_the_type_allows() throws IOException {
        assertThat(Files.readString(Path.of("src/docs/design/koc.md"))).contains(table());
    }

    @Test
    void a_task_is_done_when_what_it_wants_was_shown_in_time_and_accepted() {
        var done = open(Evidence.WORDS).submit(WORDS, BEFORE).accept(DUE);

        assertThat(done.state()).isEqualTo(TaskState.DONE);
        assertThat(done.decidedAt()).contains(DUE);
    }

    @Test
    void nothing_is_shown_at_the_instant_at_which_it_is_due() {
        refused(() -> open(Evidence.WORDS).submit(WORDS, DUE), KocProblem.TASK_OVER);
    }

    @Test
    void words_are_no_picture_and_nobody_says_himself_that_his_link_was_opened() {
        refused(() -> open(Evidence.PICTURES).submit(WORDS, BEFORE), KocProblem.TASK_EVIDENCE_MISSING);
        refused(() -> open(Evidence.LINK_OPENED).submit(WORDS, BEFORE), KocProblem.TASK_EVIDENCE_MISSING);
    }

    @Test
    void who_is_rejected_may_show_it_again_as_long_as_there_is_time() {
        var submitted = open(Evidence.WORDS).submit(WORDS, BEFORE);

        assertThat(submitted.reject("看不清", BEFORE).state()).isEqualTo(TaskState.OPEN);
        assertThat(submitted.reject("看不清", DUE).state()).isEqualTo(TaskState.MISSED);
    }

    private static Part open(Evidence evidence) {
        return new Part(
                Ids.next(),
                Ids.next(),
                Ids.next(),
                CommunityId.next(),
                TaskState.OPEN,
                evidence,
                DUE,
                new Shown(Optional.empty(), List.of()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0);
    }

    private static void refused(ThrowingCallable work, KocProblem why) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(why));
    }

    private static String table() {
        var head = "| state | " + String.join(" | ", COMMANDS.keySet()) + " |\n|" + "---|".repeat(COMMANDS.size() + 1);
        return Arrays.stream(TaskState.values())
                .map(state -> "| " + state + " | "
                        + COMMANDS.values().stream()
                                .map(command -> after(state, command))
                                .collect(Collectors.joining(" | "))
                        + " |")
                .collect(Collectors.joining("\n", head + "\n", "\n"));
    }

    private static String after(TaskState state, UnaryOperator<TaskState> command) {
        try {
            return command.apply(state).name();
        } catch (Refused _) {
            return "-";
        }
    }
}
