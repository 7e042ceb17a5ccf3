package cn.siyu.kernel.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.vertx.FreshContext;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** REL-01 to REL-03: a request repeated at any moment has one effect and one answer. */
@QuarkusTest
class IdempotencyTest {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int TWINS = 20;

    @Inject
    Idempotency idempotency;

    @Inject
    Transactions transactions;

    @Inject
    FreshContext contexts;

    @Inject
    ShopClock clock;

    /** What the tests' operation answers. */
    record Made(UUID id, String name) {}

    @Test
    void twenty_twins_have_one_effect_and_twenty_equal_answers() {
        var caller = Ids.next();
        var key = aKey();

        var answers = Uni.join()
                .all(IntStream.range(0, TWINS)
                        .mapToObj(_ -> make(caller, key, "tea", this::effect))
                        .toList())
                .andFailFast()
                .await()
                .atMost(SOON);

        assertThat(answers)
                .extracting(Response::getEntity)
                .containsOnly(answers.getFirst().getEntity());
        assertThat(answers).extracting(Response::getStatus).containsOnly(201);
        assertThat(answers.stream().filter(answer -> answer.getHeaderString(Idempotency.REPLAYED) != null))
                .hasSize(TWINS - 1);
        assertThat(effects(caller)).isOne();
    }

    @Test
    void another_request_under_the_same_key_is_refused() {
        var caller = Ids.next();
        var key = aKey();
        var _ = make(caller, key, "tea", this::effect).await().atMost(SOON);

        assertRefused(make(caller, key, "coffee", this::effect), CommonProblem.IDEMPOTENCY_MISMATCH);
        assertThat(effects(caller)).isOne();
    }

    @Test
    void two_callers_do_not_share_a_key() {
        var mary = Ids.next();
        var john = Ids.next();
        var key = aKey();

        var hers = make(mary, key, "tea", this::effect).await().atMost(SOON);
        var his = make(john, key, "tea", this::effect).await().atMost(SOON);

        assertThat(hers.getEntity()).isNotEqualTo(his.getEntity());
        assertThat(effects(mary)).isOne();
        assertThat(effects(john)).isOne();
    }

    @Test
    void a_crash_between_effect_and_answer_leaves_neither_and_the_repetition_succeeds() {
        var caller = Ids.next();
        var key = aKey();

        assertThatThrownBy(() -> make(
                                caller,
                                key,
                                "tea",
                                (tx, c) -> effect(tx, c).invoke(_ -> {
                                    throw new IllegalStateException("power failure");
                                }))
                        .await()
                        .atMost(SOON))
                .hasMessage("power failure");
        assertThat(effects(caller)).isZero();

        var answer = make(caller, key, "tea", this::effect).await().atMost(SOON);
        assertThat(answer.getHeaderString(Idempotency.REPLAYED)).isNull();
        assertThat(effects(caller)).isOne();
    }

    @Test
    void a_refusal_is_not_kept_for_the_cause_may_be_mended() {
        var caller = Ids.next();
        var key = aKey();

        assertRefused(
                make(caller, key, "tea", (_, _) -> Uni.createFrom().failure(new Refused(CommonProblem.STATE_CHANGED))),
                CommonProblem.STATE_CHANGED);

        assertThat(make(caller, key, "tea", this::effect).await().atMost(SOON).getStatus())
                .isEqualTo(201);
    }

    @Test
    void a_twin_that_runs_too_long_is_answered_with_come_again() {
        var caller = Ids.next();
        var key = aKey();
        var slow = make(
                caller,
                key,
                "tea",
                (tx, c) -> tx.one("select pg_sleep(3)", _ -> true).chain(() -> effect(tx, c)));

        var both = Uni.combine()
                .all()
                .unis(
                        slow.map(Response::getStatus),
                        contexts.pause(Duration.ofMillis(300))
                                .chain(() -> make(caller, key, "tea", this::effect))
                                .map(Response::getStatus)
                                .onFailure(Refused.class)
                                .recoverWithItem(refused -> refused.problem().status()))
                .asTuple()
                .await()
                .atMost(SOON);

        assertThat(both.getItem1()).isEqualTo(201);
        assertThat(both.getItem2()).isEqualTo(CommonProblem.REQUEST_IN_FLIGHT.status());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "short",
                "with space in",
                "täglich-neu",
                "0123456789012345678901234567890123456789012345678901234567890123x"
            })
    void a_key_has_8_to_64_visible_characters(@Nullable String header) {
        assertThatThrownBy(() -> IdempotencyKey.of(header))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem()).isEqualTo(CommonProblem.IDEMPOTENCY_KEY_REQUIRED));
    }

    private interface Effect {
        Uni<Made> in(Tx tx, UUID caller);
    }

    private Uni<Response> make(UUID caller, IdempotencyKey key, String name, Effect effect) {
        return contexts.run(() ->
                idempotency.once(caller, "tests.make", key, Map.of("name", name), 201, tx -> effect.in(tx, caller)));
    }

    /** An effect that can be counted: one heard event of the caller. */
    private Uni<Made> effect(Tx tx, UUID caller) {
        var id = Ids.next();
        return tx.execute(
                        "insert into kernel_inbox (consumer, event_id, heard_at) values ($1, $2, $3)",
                        "testing.made-by-" + caller,
                        id,
                        clock.instant())
                .replaceWith(new Made(id, "茶"));
    }

    private long effects(UUID caller) {
        return transactions
                .reads()
                .one(
                        "select count(*) as made from kernel_inbox where consumer = $1",
                        row -> row.getLong("made"),
                        "testing.made-by-" + caller)
                .await()
                .atMost(SOON);
    }

    private static void assertRefused(Uni<Response> answer, CommonProblem problem) {
        assertThatThrownBy(() -> answer.await().atMost(SOON))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isEqualTo(problem));
    }

    private static IdempotencyKey aKey() {
        return IdempotencyKey.of("key-" + Ids.next());
    }
}
