package cn.siyu.kernel.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Tx;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The writer with transactions that do nothing but be committed: who goes together, and who is told what. */
@QuarkusTest
class MergeWriterTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String STOPS = "stops";
    private static final String POISON = "poison";
    private static final String REFUSED = "refused";
    private static final String AGAIN = "again";

    @Inject
    MergeWriter writer;

    /** The first batch stands still until it is let go; what comes meanwhile is the second. */
    private static final class Words implements Merged<String, String> {
        private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
        private final CompletableFuture<Boolean> stands = new CompletableFuture<>();
        private final CompletableFuture<Boolean> goesOn = new CompletableFuture<>();
        private final AtomicInteger again = new AtomicInteger();

        @Override
        public String name() {
            return "words";
        }

        @Override
        public Uni<List<Verdict<String>>> carryOut(Tx tx, List<String> commands, Runnable locked) {
            batches.add(commands);
            if (!commands.contains(STOPS)) {
                return Uni.createFrom().item(() -> answers(commands));
            }
            stands.complete(true);
            return Uni.createFrom().completionStage(goesOn).map(_ -> answers(commands));
        }

        private List<Verdict<String>> answers(List<String> commands) {
            if (commands.contains(POISON)) {
                throw new IllegalStateException("one of them is poison");
            }
            if (commands.contains(AGAIN) && again.incrementAndGet() <= 2) {
                throw new TryAgain("not yet");
            }
            return commands.stream().map(Words::answer).toList();
        }

        private static Verdict<String> answer(String command) {
            return command.equals(REFUSED)
                    ? new Verdict.No<>(new Refused(CommonProblem.STATE_CHANGED))
                    : new Verdict.Done<>(command + "!");
        }
    }

    private final Words words = new Words();
    private final String key = UUID.randomUUID().toString();

    private CompletableFuture<String> say(String word) {
        return writer.admit(key, pass -> writer.submit(pass, words, word)).subscribeAsCompletionStage();
    }

    /** These are together in one batch, behind one that stands still. */
    private List<CompletableFuture<String>> together(String... said) {
        var _ = say(STOPS);
        await().atMost(SOON).until(words.stands::isDone);
        var answers = new ArrayList<CompletableFuture<String>>();
        for (var word : said) {
            answers.add(say(word));
        }
        words.goesOn.complete(true);
        return answers;
    }

    private static Throwable failure(CompletableFuture<String> answer) {
        try {
            var unexpected = answer.join();
            throw new AssertionError("was answered " + unexpected);
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    @Test
    void what_comes_while_one_is_written_is_written_together_and_each_has_his_own_answer() {
        var answers = together("tea", REFUSED, "rice");

        assertThat(answers.get(0).join()).isEqualTo("tea!");
        assertThat(failure(answers.get(1)))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.problem()).isEqualTo(CommonProblem.STATE_CHANGED));
        assertThat(answers.get(2).join()).isEqualTo("rice!");
        assertThat(words.batches).containsExactly(List.of(STOPS), List.of("tea", REFUSED, "rice"));
    }

    @Test
    void one_that_spoils_the_batch_fails_alone() {
        var answers = together("tea", POISON, "rice");

        assertThat(answers.get(0).join()).isEqualTo("tea!");
        assertThat(failure(answers.get(1))).isInstanceOf(IllegalStateException.class);
        assertThat(answers.get(2).join()).isEqualTo("rice!");
        assertThat(words.batches)
                .containsExactly(
                        List.of(STOPS),
                        List.of("tea", POISON, "rice"),
                        List.of("tea"),
                        List.of(POISON),
                        List.of("rice"));
    }

    @Test
    void what_no_longer_holds_is_decided_anew() {
        var answer = say(AGAIN);

        assertThat(answer.join()).isEqualTo(AGAIN + "!");
        assertThat(words.batches).containsExactly(List.of(AGAIN), List.of(AGAIN), List.of(AGAIN));
    }

    @Test
    void alone_nobody_waits_for_others() {
        IntStream.range(0, 3).forEach(i -> assertThat(say("tea" + i).join()).isEqualTo("tea" + i + "!"));

        assertThat(words.batches).containsExactly(List.of("tea0"), List.of("tea1"), List.of("tea2"));
    }
}
