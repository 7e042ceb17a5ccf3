package cn.siyu.kernel.job;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.vertx.FreshContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Looks at a job again and again while somebody watches it, whichever instance works on it. */
@Singleton
class JobWatch {

    private static final Duration EVERY = Duration.ofMillis(300);
    private static final int QUIET_LOOKS = 50;

    private final JobViews views;
    private final FreshContext contexts;

    @Inject
    JobWatch(JobViews views, FreshContext contexts) {
        this.views = views;
        this.contexts = contexts;
    }

    Multi<OutboundSseEvent> events(UUID id, long lastSeen, Sse sse) {
        var watcher = new Watcher(lastSeen);
        return Multi.createBy()
                .repeating()
                .uni(() -> look(id, watcher))
                .whilst(view -> !view.state().isEnded())
                .onItem()
                .transformToMultiAndConcatenate(view -> watcher.say(view, sse)
                        .map(event -> Multi.createFrom().item(event))
                        .orElseGet(() -> Multi.createFrom().empty()));
    }

    private Uni<JobView> look(UUID id, Watcher watcher) {
        var first = Uni.createFrom().voidItem();
        return (watcher.looks++ == 0 ? first : contexts.pause(EVERY))
                .chain(() -> views.one(id))
                .onItem()
                .ifNull()
                .failWith(Refused::notFound);
    }

    /** One who watches: what he has seen, and since when he has heard nothing. */
    private static final class Watcher {
        private long seen;
        private int quiet;
        private int looks;

        Watcher(long seen) {
            this.seen = seen;
        }

        Optional<OutboundSseEvent> say(JobView view, Sse sse) {
            if (view.version() > seen) {
                seen = view.version();
                quiet = 0;
                return Optional.of(sse.newEventBuilder()
                        .id(Long.toString(seen))
                        .name("progress")
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(JobView.class, view)
                        .build());
            }
            quiet++;
            return quiet % QUIET_LOOKS == 0
                    ? Optional.of(sse.newEventBuilder().comment("still at it").build())
                    : Optional.empty();
        }
    }
}
