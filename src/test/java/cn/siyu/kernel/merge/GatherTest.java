package cn.siyu.kernel.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.kernel.vertx.FreshContext;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GatherTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Inject
    FreshContext contexts;

    /** Questions that were put, waiting for their answers. */
    private record Put(Set<Integer> keys, UniEmitter<? super Map<Integer, String>> answer) {}

    private final Queue<Put> put = new ConcurrentLinkedQueue<>();

    private final AtomicLong nanos = new AtomicLong();

    private Gather<Integer, String> gather() {
        return gather(false);
    }

    private Gather<Integer, String> gather(boolean inTurn) {
        return new Gather<>(
                contexts,
                keys -> Uni.createFrom().emitter(answer -> put.add(new Put(keys, answer))),
                nanos::get,
                inTurn);
    }

    private Put next() {
        await().atMost(SOON).until(() -> !put.isEmpty());
        return Optional.ofNullable(put.poll()).orElseThrow();
    }

    private static CompletableFuture<Optional<String>> ask(Gather<Integer, String> gather, int key) {
        return gather.of(key).subscribeAsCompletionStage();
    }

    @Test
    void while_an_answer_is_on_its_way_questions_gather() {
        var gather = gather();
        var first = ask(gather, 1);
        var one = next();
        var gathered =
                IntStream.range(2, 9).mapToObj(key -> ask(gather, key % 4)).toList();

        assertThat(put).as("one is under way").isEmpty();
        one.answer().complete(Map.of(1, "one"));
        var two = next();

        assertThat(one.keys()).containsExactly(1);
        assertThat(two.keys()).containsExactlyInAnyOrder(0, 1, 2, 3);
        two.answer().complete(Map.of(0, "zero", 3, "three"));
        assertThat(first.join()).contains("one");
        assertThat(gathered.stream().map(CompletableFuture::join))
                .containsExactly(
                        Optional.empty(),
                        Optional.of("three"),
                        Optional.of("zero"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("three"),
                        Optional.of("zero"));
    }

    @Test
    void a_second_statement_goes_out_beside_the_first_when_many_wait_and_never_a_third() {
        var gather = gather();
        var first = ask(gather, 0);
        var one = next();
        var many = IntStream.range(0, 31).mapToObj(key -> ask(gather, key)).toList();
        assertThat(put).as("too few wait").isEmpty();

        var last = ask(gather, 31);
        var two = next();
        var others = IntStream.range(0, 100).mapToObj(key -> ask(gather, key)).toList();

        assertThat(put).as("two are under way").isEmpty();
        assertThat(two.keys()).hasSize(32);
        two.answer().complete(Map.of(31, "last"));
        var three = next();
        assertThat(three.keys()).hasSize(100);
        three.answer().complete(Map.of());
        one.answer().complete(Map.of());
        assertThat(last.join()).contains("last");
        assertThat(first.join()).isEmpty();
        assertThat(many).allSatisfy(each -> assertThat(each.join()).isEmpty());
        assertThat(others).allSatisfy(each -> assertThat(each.join()).isEmpty());
    }

    @Test
    void nobody_waits_long_for_an_answer_from_far_away() {
        var gather = gather();
        var first = ask(gather, 1);
        var one = next();
        var second = ask(gather, 2);
        assertThat(put).as("the answer may come at once").isEmpty();

        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(3));
        var third = ask(gather, 3);
        var two = next();

        assertThat(two.keys()).containsExactlyInAnyOrder(2, 3);
        two.answer().complete(Map.of(2, "two"));
        assertThat(second.join()).contains("two");
        assertThat(third.join()).isEmpty();
        one.answer().complete(Map.of(1, "one"));
        assertThat(first.join()).contains("one");
    }

    @Test
    void what_is_done_in_turn_is_done_beside_itself_only_for_as_many_as_are_done_together() {
        var gather = gather(true);
        var first = ask(gather, 0);
        var one = next();
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(3));
        var many = IntStream.range(0, 255).mapToObj(key -> ask(gather, key)).toList();
        assertThat(put).as("one is under way").isEmpty();

        var last = ask(gather, 255);
        var two = next();
        assertThat(two.keys()).hasSize(256);
        var others = IntStream.range(0, 300).mapToObj(key -> ask(gather, key)).toList();
        assertThat(put).as("two are under way").isEmpty();
        two.answer().complete(Map.of());
        var three = next();
        assertThat(three.keys()).hasSize(256);
        assertThat(put).as("too few wait").isEmpty();
        one.answer().complete(Map.of());
        three.answer().complete(Map.of());
        var four = next();
        assertThat(four.keys()).hasSize(44);
        four.answer().complete(Map.of());
        assertThat(first.join()).isEmpty();
        assertThat(last.join()).isEmpty();
        assertThat(many).allSatisfy(each -> assertThat(each.join()).isEmpty());
        assertThat(others).allSatisfy(each -> assertThat(each.join()).isEmpty());
    }

    @Test
    void nothing_is_remembered() {
        var gather = gather();
        var before = ask(gather, 1);
        next().answer().complete(Map.of(1, "old"));
        assertThat(before.join()).contains("old");

        var after = ask(gather, 1);
        next().answer().complete(Map.of(1, "new"));

        assertThat(after.join()).contains("new");
    }

    @Test
    void a_failure_is_told_to_all_who_asked_and_to_nobody_after_them() {
        var gather = gather();
        var failing = ask(gather, 1);
        next().answer().fail(new IllegalStateException("away"));

        assertThat(failing)
                .failsWithin(SOON)
                .withThrowableOfType(Exception.class)
                .withMessageContaining("away");
        var after = ask(gather, 1);
        next().answer().complete(Map.of(1, "one"));
        assertThat(after.join()).contains("one");
    }
}
