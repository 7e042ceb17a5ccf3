package cn.siyu.kernel.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.idempotency.IdempotentBatch.Request;
import cn.siyu.kernel.merge.Verdict;
import cn.siyu.kernel.merge.Verdict.Done;
import cn.siyu.kernel.merge.Verdict.No;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.ProblemType;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The promise to one, kept to many in one transaction. */
@QuarkusTest
class IdempotentBatchTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int CREATED = 201;

    @Inject
    IdempotentBatch batch;

    @Inject
    Transactions transactions;

    @Inject
    FreshContext contexts;

    private final UUID caller = Ids.next();

    private record Asked(Request request, String word) {}

    private Asked ask(String key, String word) {
        return new Asked(batch.request(caller, "words", new IdempotencyKey(key), word), word);
    }

    /** Who is decided anew gets an id, so that no two decisions look the same. */
    private static Verdict<Map<String, String>> decide(Asked asked) {
        return asked.word().startsWith("no")
                ? new No<>(new Refused(CommonProblem.STATE_CHANGED))
                : new Done<>(
                        Map.of("word", asked.word(), "id", UUID.randomUUID().toString()));
    }

    private List<Verdict<Response>> send(Asked... all) {
        return contexts.run(() -> transactions.in(tx -> batch.read(tx, List.of(all), Asked::request)
                        .chain(read -> read.answer(
                                tx,
                                read.fresh().stream()
                                        .map(IdempotentBatchTest::decide)
                                        .toList(),
                                CREATED))))
                .await()
                .atMost(SOON);
    }

    private static String body(Verdict<Response> verdict) {
        return (String) done(verdict).getEntity();
    }

    private static Response done(Verdict<Response> verdict) {
        return switch (verdict) {
            case Done<Response>(var answer) -> answer;
            case No<Response>(var reason) -> throw new AssertionError(reason);
        };
    }

    private static ProblemType reason(Verdict<Response> verdict) {
        return switch (verdict) {
            case Done<Response>(var answer) -> throw new AssertionError(answer.getEntity());
            case No<Response>(var reason) -> ((Refused) reason).problem();
        };
    }

    @Test
    void a_repetition_gets_the_stored_words_and_new_ones_are_decided_beside_it() {
        var first = send(ask("key-00001", "tea"), ask("key-00002", "rice"));

        var again = send(ask("key-00002", "rice"), ask("key-00003", "salt"), ask("key-00001", "tea"));

        assertThat(body(again.get(0))).isEqualTo(body(first.get(1)));
        assertThat(body(again.get(2))).isEqualTo(body(first.get(0)));
        assertThat(done(again.get(0)).getHeaderString("Idempotent-Replayed")).isEqualTo("true");
        assertThat(done(again.get(1)).getStatus()).isEqualTo(CREATED);
        assertThat(body(again.get(1))).contains("salt");
    }

    @Test
    void of_twins_in_one_batch_the_first_is_decided_and_the_others_hear_the_same() {
        var answers = send(ask("key-00001", "tea"), ask("key-00001", "tea"), ask("key-00001", "coffee"));

        assertThat(body(answers.get(1))).isEqualTo(body(answers.get(0)));
        assertThat(reason(answers.get(2))).isEqualTo(CommonProblem.IDEMPOTENCY_MISMATCH);
    }

    @Test
    void a_refusal_is_told_to_twins_and_not_stored() {
        var refused = send(ask("key-00001", "no tea"), ask("key-00001", "no tea"), ask("key-00001", "tea"));

        assertThat(reason(refused.get(0))).isEqualTo(CommonProblem.STATE_CHANGED);
        assertThat(reason(refused.get(1))).isEqualTo(CommonProblem.STATE_CHANGED);
        assertThat(reason(refused.get(2))).isEqualTo(CommonProblem.REQUEST_IN_FLIGHT);
        assertThat(body(send(ask("key-00001", "tea")).getFirst())).contains("tea");
    }

    @Test
    void another_request_under_a_known_key_is_refused() {
        var _ = send(ask("key-00001", "tea"));

        assertThat(reason(send(ask("key-00001", "rice")).getFirst())).isEqualTo(CommonProblem.IDEMPOTENCY_MISMATCH);
    }
}
