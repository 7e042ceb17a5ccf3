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

    private Gather<Integer, String> gather() {
        return new Gather<>(contexts, keys -> Uni.createFrom().emitter(answer -> put.add(new Put(keys, answer))));
    }

    private Put next() {
        await().atMost(SOON).until(() -> !put.isEmpty());
        return Optional.ofNullable(put.poll()).orElseThrow();
    }

    private static CompletableFuture<Optional<String>> ask(Gather<Integer, String> gather, int key) {
        return gather.of(key).subscribeAsCompletionStage();
    }

    @Test
    void while_answers_are_on_their_way_questions_gather() {
        var gather = gather();
        var first = ask(gather, 1);
        var one = next();
        var second = ask(gather, 2);
        var two = next();
        var gathered =
                IntStream.range(3, 9).mapToObj(key -> ask(gather, key % 4)).toList();

        assertThat(put).as("two are under way").isEmpty();
        one.answer().complete(Map.of(1, "one"));
        var three = next();

        assertThat(one.keys()).containsExactly(1);
        assertThat(two.keys()).containsExactly(2);
        assertThat(three.keys()).containsExactlyInAnyOrder(0, 1, 2, 3);
        two.answer().complete(Map.of(2, "two"));
        three.answer().complete(Map.of(0, "zero", 3, "three"));
        assertThat(first.join()).contains("one");
        assertThat(second.join()).contains("two");
        assertThat(gathered.stream().map(CompletableFuture::join))
                .containsExactly(
                        Optional.of("three"),
                        Optional.of("zero"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("three"),
                        Optional.of("zero"));
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
