package cn.siyu.kernel.vertx;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * What this instance does of its own accord, beside its requests. Once the application ends none of it is begun any more, and
 * whoever is about to take away what it needs can wait for the rest. A singleton without a proxy: it is asked until the very end.
 */
@Singleton
public class OwnWork {

    private static final int FIRST = 1;
    private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

    private final Vertx vertx;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Set<Long> timers = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    @Inject
    OwnWork(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Looks again and again until the application ends. */
    public void every(long millis, Runnable look) {
        timers.add(vertx.setPeriodic(millis, _ -> {
            if (!ending) {
                look.run();
            }
        }));
    }

    /** Begins work that nobody waits for; it counts as under way until one of the two has been told how it ended. */
    public <T> void start(Uni<T> work, Consumer<T> done, Consumer<Throwable> failed) {
        begin();
        var _ = work.subscribe().with(item -> tell(done, item), failure -> tell(failed, failure));
    }

    private <T> void tell(Consumer<T> whom, T what) {
        try {
            whom.accept(what);
        } finally {
            end();
        }
    }

    public boolean isEnding() {
        return ending;
    }

    /** Each begin has its end, however it ends. */
    public void begin() {
        underWay.incrementAndGet();
    }

    public void end() {
        underWay.decrementAndGet();
    }

    /** Blocks until nothing is under way, but not for ever; answers how much of it is left then. */
    public int awaitEnd(Duration patience) {
        var until = System.nanoTime() + patience.toNanos();
        while (underWay.get() > 0 && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return Math.max(0, underWay.get());
    }

    void stop(@Observes @Priority(FIRST) ShutdownEvent event) {
        ending = true;
        timers.forEach(vertx::cancelTimer);
    }
}
