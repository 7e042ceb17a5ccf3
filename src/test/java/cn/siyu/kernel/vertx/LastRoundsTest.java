package cn.siyu.kernel.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.arc.ClientProxy;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.spi.JobInstrumenter;
import io.quarkus.scheduler.spi.JobInstrumenter.JobInstrumentationContext;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an instance does of its own accord has ended before the application takes away what it needs, and none of it begins then. */
@QuarkusTest
class LastRoundsTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    @Inject
    Vertx vertx;

    @Inject
    JobInstrumenter eyes;

    @ConfigProperty(name = "quarkus.scheduler.tracing.enabled")
    boolean shown;

    private OwnWork own;
    private LastRounds rounds;

    @BeforeEach
    void anotherInstance() {
        own = new OwnWork(vertx);
        rounds = new LastRounds(own);
    }

    /** Of the method that would be scheduled. */
    private record Round(AtomicInteger begun, CompletableFuture<Void> end) implements JobInstrumentationContext {

        Round() {
            this(new AtomicInteger(), new CompletableFuture<>());
        }

        @Override
        public String getSpanName() {
            return "a round";
        }

        @Override
        public CompletionStage<Void> executeJob() {
            begun.incrementAndGet();
            return end;
        }
    }

    private Thread stopping() {
        own.stop(new ShutdownEvent());
        return Thread.ofVirtual().start(() -> rounds.stop(new ShutdownEvent()));
    }

    @Test
    void a_round_that_was_begun_is_waited_for_and_no_other_is_begun() {
        var running = new Round();
        var late = new Round();
        var _ = rounds.instrument(running);
        var stop = stopping();

        assertThat(rounds.instrument(late)).isCompleted();
        assertThat(late.begun()).hasValue(0);
        assertThat(stop.isAlive()).isTrue();

        running.end().completeExceptionally(new IllegalStateException("on purpose"));
        await().atMost(SOON).until(() -> !stop.isAlive());
    }

    @Test
    void what_hangs_is_not_waited_for_for_ever() {
        var _ = rounds.instrument(new Round());

        assertThat(own.awaitEnd(AT_ONCE)).isOne();
    }

    @Test
    void work_of_ones_own_is_waited_for_however_it_ends() {
        var contexts = new FreshContext(vertx, own);
        var ends = new AtomicReference<UniEmitter<? super String>>();
        own.start(contexts.run(() -> Uni.createFrom().<String>emitter(ends::set)), _ -> {}, _ -> {});
        var cancelled =
                contexts.run(() -> Uni.createFrom().nothing()).subscribe().with(_ -> {});
        own.start(contexts.run(() -> Uni.createFrom().item("at once")), _ -> {}, _ -> {});
        await().atMost(SOON).until(() -> ends.get() != null);
        var stop = stopping();

        cancelled.cancel();
        await().atMost(SOON).until(() -> own.awaitEnd(AT_ONCE) == 2);
        assertThat(stop.isAlive()).isTrue();

        ends.get().fail(new IllegalStateException("on purpose"));
        await().atMost(SOON).until(() -> !stop.isAlive());
        assertThat(own.awaitEnd(AT_ONCE)).isZero();
    }

    @Test
    void nobody_looks_any_more_once_it_is_over() {
        var looks = new AtomicInteger();
        own.every(1, looks::incrementAndGet);
        await().atMost(SOON).until(() -> looks.get() > 1);

        own.stop(new ShutdownEvent());
        var before = looks.get();
        await().pollDelay(Duration.ofMillis(20)).atMost(SOON).until(() -> looks.get() <= before + 1);
    }

    @Test
    void the_scheduler_shows_it_every_round() {
        assertThat(ClientProxy.unwrap(eyes)).isInstanceOf(LastRounds.class);
        assertThat(shown).isTrue();
    }
}
