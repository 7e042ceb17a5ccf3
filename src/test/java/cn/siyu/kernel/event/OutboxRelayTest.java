package cn.siyu.kernel.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Committed events arrive: in order per key, once in effect, or among the dead letters. */
@QuarkusTest
class OutboxRelayTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Outbox outbox;

    @Inject
    OutboxRelay relay;

    @Inject
    BellKeeper keeper;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    @Inject
    Pool pool;

    @Inject
    Tracer tracer;

    @Inject
    FreshContext contexts;

    @Test
    void events_of_one_key_arrive_in_the_order_in_which_they_were_appended() {
        var key = aBell();

        ring(IntStream.range(0, 300).mapToObj(nth -> rang(key, nth)).toList());

        await().atMost(SOON).until(() -> keeper.nths(key).size() == 300);
        assertThat(keeper.nths(key)).isEqualTo(IntStream.range(0, 300).boxed().toList());
    }

    @Test
    void several_hundred_events_a_second_pass() {
        var keys = IntStream.range(0, 50).mapToObj(_ -> aBell()).toList();
        var started = System.nanoTime();

        for (var nth = 0; nth < 20; nth++) {
            var round = nth;
            ring(keys.stream().map(key -> rang(key, round)).toList());
        }
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        keys.stream().mapToInt(key -> keeper.nths(key).size()).sum() == 1_000);

        var millis = (System.nanoTime() - started) / 1_000_000;
        System.out.printf("1000 events in %d ms%n", millis);
        assertThat(millis).isLessThan(10_000);
        assertThat(keys).allSatisfy(key -> assertThat(keeper.nths(key)).isSorted());
    }

    @Test
    void nothing_leaves_when_the_transaction_rolls_back() {
        var key = aBell();
        var later = aBell();

        assertThat(transactions
                        .in(tx -> outbox.append(tx, rang(key, 1))
                                .chain(() -> Uni.createFrom().<Void>failure(new IllegalStateException("no"))))
                        .onFailure()
                        .recoverWithNull()
                        .await()
                        .atMost(SOON))
                .isNull();
        ring(List.of(rang(later, 1)));

        await().atMost(SOON).until(() -> keeper.nths(later).size() == 1);
        assertThat(keeper.nths(key)).isEmpty();
    }

    @Test
    void an_event_that_is_sent_again_has_no_second_effect() {
        var key = aBell();
        var event = rang(key, 1);
        ring(List.of(event));
        await().atMost(SOON).until(() -> isSent(event.eventId()));

        execute("update kernel_outbox set sent_at = null, claimed_until = null where event_id = '" + event.eventId()
                + "'");
        relay.wake();

        await().atMost(SOON).until(() -> isSent(event.eventId()));
        assertThat(keeper.nths(key)).containsExactly(1);
    }

    @Test
    void a_row_whose_relay_has_died_is_sent_when_the_lease_ends() {
        var key = aBell();
        var first = rang(key, 1);
        claimedElsewhere(first, 1_500);

        ring(List.of(rang(key, 2)));

        await().during(Duration.ofMillis(700))
                .atMost(Duration.ofMillis(1_200))
                .until(() -> keeper.nths(key).isEmpty());
        await().atMost(SOON).until(() -> keeper.nths(key).size() == 2);
        assertThat(keeper.nths(key)).containsExactly(1, 2);
    }

    @Test
    void a_listener_that_stumbles_is_tried_again() {
        var key = aBell();
        keeper.stumbles.put(key, Listeners.TRIES - 1);

        ring(List.of(rang(key, 1), rang(key, 2)));

        await().atMost(SOON).until(() -> keeper.nths(key).size() == 2);
        assertThat(keeper.nths(key)).containsExactly(1, 2);
        assertThat(deadLetters(key)).isZero();
    }

    @Test
    void an_event_that_always_fails_becomes_a_dead_letter_and_lets_others_pass() {
        var poison = aBell();
        var sound = aBell();
        keeper.deafTo.add(poison);

        ring(List.of(rang(poison, 1), rang(sound, 1)));

        await().atMost(SOON).until(() -> keeper.nths(sound).size() == 1);
        await().atMost(SOON).until(() -> deadLetters(poison) == 1);
        assertThat(keeper.nths(poison)).isEmpty();
    }

    @Test
    void a_listener_works_under_the_trace_of_the_request() {
        var key = aBell();
        var span = tracer.spanBuilder("request").startSpan();

        contexts.run(() -> ringUnder(span, rang(key, 1))).await().atMost(SOON);

        await().atMost(SOON).until(() -> keeper.nths(key).size() == 1);
        assertThat(keeper.traces.contains(span.getSpanContext().getTraceId())).isTrue();
    }

    /** A request's span stays current for as long as its context lives. */
    @SuppressWarnings("MustBeClosedChecker")
    private Uni<Void> ringUnder(Span span, Rang event) {
        var _ = span.makeCurrent();
        return transactions.in(tx -> outbox.append(tx, event));
    }

    private static String aBell() {
        return "bell-" + Ids.next();
    }

    private Rang rang(String key, int nth) {
        return new Rang(Ids.next(), clock.instant(), key, nth);
    }

    private void ring(List<Rang> events) {
        transactions.in(tx -> outbox.append(tx, events)).await().atMost(SOON);
    }

    private void claimedElsewhere(Rang event, int millis) {
        transactions
                .in(tx -> outbox.append(tx, event)
                        .chain(() -> tx.execute(
                                "update kernel_outbox set claimed_until = $2 where event_id = $1",
                                event.eventId(),
                                clock.unmoved().plusMillis(millis))))
                .await()
                .atMost(SOON);
    }

    private boolean isSent(UUID eventId) {
        return count("kernel_outbox where sent_at is not null and event_id = '" + eventId + "'") == 1;
    }

    private long deadLetters(String key) {
        return count("kernel_dead_letter where key = '" + key + "'");
    }

    private long count(String what) {
        return pool.query("select count(*) as c from " + what)
                .executeAndAwait()
                .iterator()
                .next()
                .getLong("c");
    }

    private void execute(String sql) {
        pool.query(sql).executeAndAwait();
    }
}
