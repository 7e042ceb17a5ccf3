package cn.siyu.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.siyu.kernel.page.Fresh.Loaded;
import cn.siyu.kernel.page.Fresh.Rules;
import cn.siyu.kernel.page.Fresh.Time;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.vertx.FreshContext;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One reads, all others wait for him; what has changed is not shown. */
@QuarkusTest
class FreshTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Rules RULES = new Rules(
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            Duration.ofMillis(1_200),
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            2,
            10,
            1_000);
    private static final Instant NOON = Instant.parse("2026-01-31T04:00:00Z");

    @Inject
    FreshContext contexts;

    private final Topics topics = new Topics();
    private final AtomicLong nanos = new AtomicLong();

    /** When the last look into the ledger began, by the same clock: long ago. */
    private final AtomicLong heard = new AtomicLong(-Duration.ofDays(1).toNanos());

    private volatile Instant shop = NOON;

    /** Readings under way, waiting to be ended. */
    private final Queue<UniEmitter<? super Loaded<String>>> readings = new ConcurrentLinkedQueue<>();

    private Fresh<String> fresh() {
        return fresh(RULES);
    }

    private Fresh<String> fresh(Rules rules) {
        return new Fresh<>(contexts, topics, rules, _ -> 100, new Time(nanos::get, heard::get, () -> shop));
    }

    private CompletableFuture<String> ask(Fresh<String> fresh, String key) {
        return fresh.get(key, this::begin).subscribeAsCompletionStage();
    }

    private Uni<Loaded<String>> begin() {
        return Uni.createFrom().emitter(asker -> readings.add(asker));
    }

    private UniEmitter<? super Loaded<String>> reading() {
        await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> !readings.isEmpty());
        return Optional.ofNullable(readings.poll()).orElseThrow();
    }

    private void read(String value) {
        reading().complete(new Loaded<>(value, Set.of("topic")));
    }

    private void read(String value, Instant until) {
        reading().complete(new Loaded<>(value, Set.of("topic"), until));
    }

    /** A look that began now has found nothing. */
    private void hears() {
        heard.set(nanos.get());
    }

    private void passes(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void a_crowd_that_asks_for_one_thing_reads_it_once() {
        var fresh = fresh();

        var crowd = IntStream.range(0, 1_000).mapToObj(_ -> ask(fresh, "a")).toList();
        read("one");

        assertThat(crowd).allSatisfy(each -> assertThat(each.get()).isEqualTo("one"));
        assertThat(fresh.loads()).isOne();
        assertThat(ask(fresh, "a").join()).isEqualTo("one");
        assertThat(fresh.loads()).isOne();
    }

    @Test
    void what_is_too_old_is_read_again_whether_a_change_was_told_or_not() {
        var fresh = fresh();
        var first = ask(fresh, "a");
        read("one");
        assertThat(first.join()).isEqualTo("one");

        passes(999);
        assertThat(fresh.shown("a")).isEqualTo("one");
        passes(1);
        assertThat(fresh.shown("a")).isNull();
        var second = ask(fresh, "a");
        read("two");
        assertThat(second.join()).isEqualTo("two");
    }

    @Test
    void what_lasts_is_shown_as_long_as_it_is_heard_that_nothing_has_changed() {
        var fresh = fresh();
        var first = ask(fresh, "a");
        read("one", Instant.MAX);
        first.join();

        passes(999);
        assertThat(fresh.shown("a"))
                .as("for a moment whether anything is heard or not")
                .isEqualTo("one");
        passes(1);
        assertThat(fresh.shown("a")).as("nobody knows what has changed").isNull();
        hears();
        assertThat(fresh.shown("a")).isEqualTo("one");
        passes(1_199);
        assertThat(fresh.shown("a")).isEqualTo("one");
        passes(1);
        assertThat(fresh.shown("a"))
                .as("the look that was heard of last began too long ago")
                .isNull();
        hears();
        assertThat(fresh.shown("a"))
                .as("that look has told what was committed meanwhile: nothing of it")
                .isEqualTo("one");
        topics.changed(List.of("topic"));
        assertThat(fresh.shown("a")).isNull();
    }

    @Test
    void nothing_is_shown_longer_than_it_is_kept() {
        var fresh = fresh();
        var first = ask(fresh, "a");
        read("one", Instant.MAX);
        first.join();

        passes(149_999);
        hears();
        assertThat(fresh.shown("a")).as("half of the time").isEqualTo("one");
        passes(150_001);
        hears();
        assertThat(fresh.shown("a")).isNull();
    }

    @Test
    void what_the_clock_decides_is_shown_until_then() {
        var fresh = fresh();
        var first = ask(fresh, "a");
        read("one", NOON.plusSeconds(10));
        first.join();
        // Not before: who asks first need not be the first to be read.
        var second = ask(fresh, "b");
        read("one", Instant.MIN);
        second.join();

        passes(1_000);
        hears();
        shop = NOON.plusSeconds(10).minusNanos(1);
        assertThat(fresh.shown("a")).isEqualTo("one");
        assertThat(fresh.shown("b")).as("only for a moment").isNull();
        shop = NOON.plusSeconds(10);
        assertThat(fresh.shown("a")).isNull();
    }

    @Test
    void a_reading_that_began_a_moment_ago_is_no_answer_any_more() {
        var fresh = fresh();
        var before = ask(fresh, "a");
        var reading = reading();
        hears();
        passes(1_000);
        hears();
        var after = ask(fresh, "a");

        reading.complete(new Loaded<>("old", Set.of("topic")));
        assertThat(before.join()).isEqualTo("old");
        read("new");

        assertThat(after.join()).isEqualTo("new");
    }

    @Test
    void a_change_of_its_topic_makes_it_old_after_a_moment_and_others_do_not() {
        var fresh = fresh();
        var first = ask(fresh, "a");
        read("one");
        first.join();

        topics.changed(List.of("other"));
        passes(200);
        assertThat(fresh.shown("a")).isEqualTo("one");
        topics.changed(List.of("topic"));
        assertThat(fresh.shown("a")).isNull();

        var second = ask(fresh, "a");
        read("two");
        second.join();
        topics.changed(List.of("topic"));
        assertThat(fresh.shown("a"))
                .as("a storm of changes is no storm of reads")
                .isEqualTo("two");
        passes(100);
        assertThat(fresh.shown("a")).isNull();
    }

    @Test
    void when_words_may_have_been_lost_everything_is_old() {
        var fresh = fresh();
        var first = ask(fresh, "a");
        read("one");
        first.join();

        passes(200);
        topics.everythingChanged();

        assertThat(fresh.shown("a")).isNull();
    }

    @Test
    void who_asks_after_a_change_does_not_hear_what_was_read_before_it() {
        var fresh = fresh();
        var before = ask(fresh, "a");
        var reading = reading();
        topics.changed(List.of("topic"));
        var after = ask(fresh, "a");

        passes(200);
        reading.complete(new Loaded<>("old", Set.of("topic")));
        assertThat(before.join()).isEqualTo("old");
        assertThat(after).isNotDone();
        read("new");

        assertThat(after.join()).isEqualTo("new");
    }

    @Test
    void a_reading_that_fails_is_heard_by_those_who_waited_and_remembered_by_nobody() {
        var fresh = fresh();
        var first = ask(fresh, "a");
        var second = ask(fresh, "a");

        reading().fail(new IllegalStateException("no database"));

        assertThatThrownBy(first::join).hasRootCauseMessage("no database");
        assertThatThrownBy(second::join).hasRootCauseMessage("no database");
        var third = ask(fresh, "a");
        read("one");
        assertThat(third.join()).isEqualTo("one");
    }

    @Test
    void who_goes_away_stops_nobody_else() {
        var fresh = fresh();
        var gone = fresh.get("a", this::begin).subscribe().with(_ -> {});
        var other = ask(fresh, "a");

        gone.cancel();
        read("one");

        assertThat(other.join()).isEqualTo("one");
        assertThat(fresh.loads()).isOne();
    }

    @Test
    void few_are_read_at_once_and_a_crowd_beyond_those_who_wait_is_refused() {
        var fresh = fresh();
        var asked = IntStream.range(0, 13).mapToObj(i -> ask(fresh, "key " + i)).toList();

        await().atMost(SOON).until(() -> readings.size() == 2);
        assertThatThrownBy(() -> asked.getLast().join()).hasCauseInstanceOf(Refused.class);
        for (var i = 0; i < 12; i++) {
            read("value");
        }

        assertThat(asked.subList(0, 12))
                .allSatisfy(each -> assertThat(each.get()).isEqualTo("value"));
    }

    @Test
    void what_was_read_at_once_is_not_read_again_at_once_and_nothing_is_kept_for_longer_than_it_may() {
        var fresh = fresh();
        var keys = IntStream.range(0, 8).mapToObj(n -> "page " + n).toList();
        for (var key : keys) {
            var asked = ask(fresh, key);
            read("one", Instant.MAX);
            asked.join();
        }

        var left = new ArrayList<Long>();
        for (var half = 1; half <= 10; half++) {
            passes(30_000);
            hears();
            left.add(keys.stream().filter(key -> fresh.shown(key) != null).count());
        }

        assertThat(left.subList(0, 4)).as("before half of the time").containsOnly(8L);
        assertThat(left.getLast()).isZero();
        assertThat(new HashSet<>(left)).as("not all at once").hasSizeGreaterThan(3);
    }

    @Test
    void what_is_kept_never_weighs_more_than_it_may() {
        var fresh = fresh();
        for (var i = 0; i < 50; i++) {
            var asked = ask(fresh, "key " + i);
            read("value");
            asked.join();
        }

        assertThat(fresh.weight()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void a_reading_that_never_ends_is_given_up() {
        var fresh = fresh(new Rules(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(500),
                1,
                10,
                1_000));

        var stuck = ask(fresh, "a");
        await().atMost(SOON).until(() -> readings.size() == 1);

        assertThatThrownBy(stuck::join).hasCauseInstanceOf(Refused.class);
        readings.clear();
        var next = ask(fresh, "a");
        read("one");
        assertThat(next.join()).isEqualTo("one");
    }

    @Test
    void forgotten_changes_count_as_changes() {
        var told = topics.told();
        for (var i = 0; i < 120_000; i += 1_000) {
            topics.changed(
                    IntStream.range(i, i + 1_000).mapToObj(n -> "topic " + n).toList());
        }

        assertThat(topics.changedSince(told, List.of("topic 0"))).isTrue();
    }
}
