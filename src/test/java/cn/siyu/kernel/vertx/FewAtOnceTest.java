package cn.siyu.kernel.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A few pieces of work at a time; one that fails is followed by the next. */
@QuarkusTest
class FewAtOnceTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Inject
    FreshContext contexts;

    private final List<Integer> begun = new CopyOnWriteArrayList<>();
    private final Queue<UniEmitter<? super Void>> underWay = new ConcurrentLinkedQueue<>();

    private FewAtOnce<Integer> few(int atOnce, int room) {
        return few(() -> atOnce, room);
    }

    private FewAtOnce<Integer> few(IntSupplier atOnce, int room) {
        return new FewAtOnce<>(
                contexts,
                atOnce,
                room,
                piece -> Uni.createFrom().emitter(end -> {
                    begun.add(piece);
                    underWay.add(end);
                }));
    }

    private UniEmitter<? super Void> next() {
        await().atMost(SOON).until(() -> !underWay.isEmpty());
        return Optional.ofNullable(underWay.poll()).orElseThrow();
    }

    @Test
    void so_many_are_under_way_and_the_others_follow_when_one_ends_however_it_ends() {
        var few = few(2, 10);
        IntStream.range(0, 5).forEach(few::offer);

        await().atMost(SOON).untilAsserted(() -> assertThat(begun).containsExactlyInAnyOrder(0, 1));
        next().fail(new IllegalStateException("on purpose"));
        await().atMost(SOON).untilAsserted(() -> assertThat(begun).containsExactlyInAnyOrder(0, 1, 2));
        for (var i = 0; i < 4; i++) {
            next().complete(null);
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(begun).hasSize(5));
    }

    @Test
    void how_many_are_under_way_may_change_while_others_wait() {
        var most = new AtomicInteger(1);
        var few = few(most::get, 10);
        IntStream.range(0, 5).forEach(few::offer);
        await().atMost(SOON).untilAsserted(() -> assertThat(begun).containsExactly(0));

        most.set(3);
        next().complete(null);

        await().atMost(SOON).untilAsserted(() -> assertThat(begun).hasSize(4));
        assertThat(underWay).hasSize(3);
        for (var i = 0; i < 4; i++) {
            next().complete(null);
        }
    }

    @Test
    void what_finds_no_room_is_not_taken() {
        var few = few(1, 2);
        few.offer(0);
        await().atMost(SOON).untilAsserted(() -> assertThat(begun).hasSize(1));
        IntStream.range(1, 10).forEach(few::offer);

        for (var i = 0; i < 3; i++) {
            next().complete(null);
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(begun).containsExactly(0, 1, 2));
        assertThat(underWay).isEmpty();
    }
}
