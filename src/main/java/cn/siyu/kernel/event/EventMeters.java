package cn.siyu.kernel.event;

import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.kernel.vertx.OwnWork;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Shows how many events wait and for how long, and how many were given up. */
@Singleton
class EventMeters {

    private static final Logger LOG = Logger.getLogger(EventMeters.class);
    private static final long LOOK_MILLIS = 5_000;

    private final AtomicLong unsent = new AtomicLong();
    private final AtomicLong oldestSeconds = new AtomicLong();
    private final AtomicLong deadLetters = new AtomicLong();

    private final OutboxRows rows;
    private final DeadLetters letters;
    private final FreshContext contexts;
    private final OwnWork own;

    @Inject
    EventMeters(OutboxRows rows, DeadLetters letters, FreshContext contexts, OwnWork own, MeterRegistry meters) {
        this.rows = rows;
        this.letters = letters;
        this.contexts = contexts;
        this.own = own;
        gauge(meters, "siyu.outbox.unsent", "Events that have not left yet", unsent);
        gauge(meters, "siyu.outbox.lag.seconds", "How long the oldest of them waits", oldestSeconds);
        gauge(meters, "siyu.dead.letters", "Events that a listener gave up and nobody has replayed", deadLetters);
    }

    private static void gauge(MeterRegistry meters, String name, String description, AtomicLong value) {
        var _ = Gauge.builder(name, value, AtomicLong::get)
                .description(description)
                .register(meters);
    }

    void start(@Observes StartupEvent event) {
        own.every(
                LOOK_MILLIS,
                () -> own.start(
                        contexts.run(this::look),
                        _ -> {},
                        failure -> LOG.debugf("the lag is not known: %s", failure.getMessage())));
    }

    Uni<Void> look() {
        return rows.lag()
                .invoke(lag -> {
                    unsent.set(lag.unsent());
                    oldestSeconds.set(Math.max(0, lag.oldest().toSeconds()));
                })
                .chain(() -> letters.count(false))
                .invoke(deadLetters::set)
                .replaceWithVoid();
    }
}
