package cn.siyu.kernel.upkeep;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Begins no round of a sweep any more once the application ends: it would find the database's pool closed. */
@ApplicationScoped
class LastRounds {

    private static final int FIRST = 1;

    private final Scheduler scheduler;

    @Inject
    LastRounds(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void stop(@Observes @Priority(FIRST) ShutdownEvent event) {
        scheduler.pause();
    }
}
