package cn.siyu.kernel.vertx;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Runs work that no request started (relay, listeners, jobs) as if a request had: on an event loop, with a duplicated
 * context of its own, so that no two pieces of work share a session, a transaction or a trace.
 */
@Singleton
public class FreshContext {

    private static final int LOOPS = 4;

    private final Vertx vertx;
    private final OwnWork own;
    private final AtomicInteger next = new AtomicInteger();
    private final List<ContextInternal> loops;

    @Inject
    FreshContext(Vertx vertx, OwnWork own) {
        this.vertx = vertx;
        this.own = own;
        var internal = (VertxInternal) vertx;
        this.loops = IntStream.range(0, LOOPS)
                .<ContextInternal>mapToObj(_ -> internal.createEventLoopContext())
                .toList();
    }

    /** Subscribes to {@code work} on a fresh context each time it is subscribed to itself. */
    public <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(emitter -> {
            own.begin();
            var loop = loops.get(Math.floorMod(next.getAndIncrement(), LOOPS));
            var context = loop.duplicate();
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(_ -> {
                var unused = Uni.createFrom().deferred(work::get).subscribe().with(emitter::complete, emitter::fail);
                emitter.onTermination(() -> {
                    unused.cancel();
                    own.end();
                });
            });
        });
    }

    /** Whether nothing is to be begun any more that no request asks for. */
    public boolean isEnding() {
        return own.isEnding();
    }

    /** Does all of it at once, each on a context of its own; ends when all have, and fails when one has. */
    public <T, R> Uni<List<R>> each(List<T> items, Function<T, Uni<R>> work) {
        return items.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join()
                        .all(items.stream()
                                .map(item -> run(() -> work.apply(item)))
                                .toList())
                        .andCollectFailures();
    }

    /** Ends after a while, by the event loop's timer: back-off must not depend on a free worker thread. */
    public Uni<Void> pause(Duration time) {
        return Uni.createFrom().emitter(emitter -> {
            var timer = vertx.setTimer(Math.max(1, time.toMillis()), _ -> emitter.complete(null));
            emitter.onTermination(() -> vertx.cancelTimer(timer));
        });
    }
}
