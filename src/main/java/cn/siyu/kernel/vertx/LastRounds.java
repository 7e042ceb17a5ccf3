package cn.siyu.kernel.vertx;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.spi.JobInstrumenter;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Lets all rounds end before the application takes away what they need. The scheduler itself forgets a round as soon as it has
 * begun; the place from which tracing would look at each is the only one that sees both ends of it.
 */
@Alternative
@Priority(LastRounds.CHOSEN)
@Singleton
class LastRounds implements JobInstrumenter {

    static final int CHOSEN = 1;

    private static final Logger LOG = Logger.getLogger(LastRounds.class);
    private static final int LAST = 10_000;

    /** With what requests are given to end, still less than the 20 seconds in which a process is to be gone (REL-44). */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final OwnWork own;

    @Inject
    LastRounds(OwnWork own) {
        this.own = own;
    }

    @Override
    public CompletionStage<Void> instrument(JobInstrumentationContext round) {
        own.begin();
        if (own.isEnding()) {
            own.end();
            return CompletableFuture.completedFuture(null);
        }
        try {
            return round.executeJob().whenComplete((_, _) -> own.end());
        } catch (RuntimeException e) {
            own.end();
            throw e;
        }
    }

    /** Whoever does something of his own accord has heard before that it is over. */
    void stop(@Observes @Priority(LAST) ShutdownEvent event) {
        var left = own.awaitEnd(PATIENCE);
        if (left > 0) {
            LOG.warnf(
                    "%d pieces of work are left to their leases: they took longer than %d s",
                    left, PATIENCE.toSeconds());
        }
    }
}
