package cn.siyu.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.merge.Gather;
import cn.siyu.kernel.vertx.FreshContext;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is asked for with every order is read once in a moment, and at once after a change. */
@QuarkusTest
class RecentTest {

    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final Duration CALM = Duration.ofMillis(100);

    @Inject
    FreshContext contexts;

    private final Topics topics = new Topics();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger readings = new AtomicInteger();

    private final Map<String, String> truth = new ConcurrentHashMap<>(Map.of("a", "one"));

    private Recent<String, String> recent() {
        return new Recent<>(
                new Gather<>(contexts, this::read),
                (key, _) -> Set.of("topic:" + key),
                topics,
                KEPT,
                CALM,
                nanos::get,
                10);
    }

    private Uni<Map<String, String>> read(Set<String> keys) {
        readings.incrementAndGet();
        return Uni.createFrom()
                .item(keys.stream()
                        .filter(truth::containsKey)
                        .collect(Collectors.toMap(
                                Function.identity(),
                                key -> Optional.ofNullable(truth.get(key)).orElseThrow())));
    }

    private static Optional<String> ask(Recent<String, String> recent, String key) {
        return recent.of(key).await().atMost(Duration.ofSeconds(10));
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void an_answer_is_used_again_for_a_moment_and_no_longer() {
        var recent = recent();

        assertThat(ask(recent, "a")).hasValue("one");
        truth.put("a", "two");
        passes(KEPT.minusNanos(1));
        assertThat(ask(recent, "a")).hasValue("one");
        passes(Duration.ofNanos(1));
        assertThat(ask(recent, "a")).hasValue("two");
        assertThat(readings).hasValue(2);
    }

    @Test
    void after_a_change_of_its_own_it_is_read_again_and_after_others_it_is_not() {
        var recent = recent();
        assertThat(ask(recent, "a")).hasValue("one");
        passes(CALM);

        topics.changed(Set.of("topic:b"));
        assertThat(ask(recent, "a")).hasValue("one");
        assertThat(readings).hasValue(1);

        truth.put("a", "two");
        topics.changed(Set.of("topic:a"));
        assertThat(ask(recent, "a")).hasValue("two");
    }

    @Test
    void what_changes_all_the_time_is_read_only_as_often_as_is_calm() {
        var recent = recent();
        for (var i = 0; i < 10; i++) {
            topics.changed(Set.of("topic:a"));
            assertThat(ask(recent, "a")).hasValue("one");
        }

        assertThat(readings).hasValue(1);
    }

    @Test
    void that_there_is_nothing_is_not_remembered() {
        var recent = recent();

        assertThat(ask(recent, "b")).isEmpty();
        truth.put("b", "new");
        assertThat(ask(recent, "b")).hasValue("new");
    }
}
