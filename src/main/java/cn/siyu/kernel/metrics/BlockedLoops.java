package cn.siyu.kernel.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Counts how often Vert.x has found an event loop blocked: it should stay at zero. */
@Singleton
class BlockedLoops extends Handler {

    private static final Logger CHECKER = Logger.getLogger("io.vertx.core.impl.BlockedThreadChecker");

    private final Counter blocked;

    @Inject
    BlockedLoops(MeterRegistry meters) {
        this.blocked = Counter.builder("siyu.event.loop.blocked")
                .description("Warnings about a blocked event loop")
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        CHECKER.addHandler(this);
    }

    void stop(@Observes ShutdownEvent event) {
        CHECKER.removeHandler(this);
    }

    @Override
    public void publish(LogRecord warning) {
        blocked.increment();
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
