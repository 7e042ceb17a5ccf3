package cn.siyu.kernel.job;

import cn.siyu.kernel.job.JobRows.Claimed;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.kernel.vertx.OwnWork;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Works on jobs, a few at a time on each instance. A claimed job is leased and the lease renewed while it runs; when its
 * instance dies the lease ends, and another one resumes it from its checkpoint. A run that has lost its lease to another
 * writes nothing more, because every write carries the token of its own lease.
 */
@Singleton
class JobRunner {

    private static final Logger LOG = Logger.getLogger(JobRunner.class);
    private static final int MOST_AT_ONCE = 2;
    private static final int MOST_ATTEMPTS = 5;
    private static final int MOST_OF_FAILURE = 500;
    private static final long LOOK_MILLIS = 1_000;
    private static final long RENEW_MILLIS = JobRows.LEASE.toMillis() / 3;

    private final Map<String, JobHandler> handlers;
    private final JobRows rows;
    private final FreshContext contexts;
    private final ObjectMapper json;
    private final OwnWork own;

    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean claiming = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private final Map<UUID, Claimed> inHand = new ConcurrentHashMap<>();

    @Inject
    JobRunner(@All List<JobHandler> handlers, JobRows rows, FreshContext contexts, ObjectMapper json, OwnWork own) {
        this.handlers = handlers.stream().collect(Collectors.toMap(JobHandler::kind, Function.identity()));
        this.rows = rows;
        this.contexts = contexts;
        this.json = json;
        this.own = own;
    }

    void start(@Observes StartupEvent event) {
        running.set(true);
        own.every(LOOK_MILLIS, this::wake);
        own.every(RENEW_MILLIS, () -> inHand.values().forEach(this::renew));
        wake();
    }

    void stop(@Observes ShutdownEvent event) {
        running.set(false);
    }

    void submitted(@Observes QueuedJobs.Submitted event) {
        wake();
    }

    private void wake() {
        again.set(true);
        if (running.get() && inHand.size() < MOST_AT_ONCE && claiming.compareAndSet(false, true)) {
            again.set(false);
            start(contexts.run(() -> rows.claim(handlers.keySet())), this::claimed, failure -> {
                LOG.warnf("jobs could not be claimed: %s", failure.getMessage());
                claiming.set(false);
            });
        }
    }

    private void claimed(@Nullable Claimed job) {
        if (job != null) {
            inHand.put(job.token(), job);
            start(contexts.run(() -> work(job)), _ -> left(job), failure -> {
                LOG.warnf("job %s could not be ended, its lease will: %s", job.id(), failure.getMessage());
                left(job);
            });
        }
        claiming.set(false);
        if (job != null || again.get()) {
            wake();
        }
    }

    private void left(Claimed job) {
        inHand.remove(job.token());
        wake();
    }

    private Uni<Integer> work(Claimed job) {
        if (job.attempts() > MOST_ATTEMPTS) {
            return rows.end(job, JobState.FAILED, "given up: it was begun " + MOST_ATTEMPTS + " times and never ended");
        }
        LOG.infof("job %s of kind %s begins, attempt %d", job.id(), job.kind(), job.attempts());
        return Uni.createFrom()
                .deferred(() -> handler(job).run(new LeasedRun(job, rows, json, own)))
                .onItemOrFailure()
                .transformToUni((_, failure) -> contexts.run(() -> end(job, failure)));
    }

    private JobHandler handler(Claimed job) {
        var handler = handlers.get(job.kind());
        if (handler == null) {
            throw new IllegalStateException("nobody works on jobs of kind " + job.kind());
        }
        return handler;
    }

    private Uni<Integer> end(Claimed job, @Nullable Throwable failure) {
        return switch (failure) {
            case null -> rows.end(job, JobState.DONE, null);
            case JobCancelled _ -> rows.end(job, JobState.CANCELLED, null);
            case LeaseLost _ -> {
                LOG.warnf("job %s is worked on elsewhere, this run stops", job.id());
                yield Uni.createFrom().item(0);
            }
            case JobInterrupted _ -> {
                LOG.infof("job %s is given back, this instance ends", job.id());
                yield rows.giveBack(job);
            }
            case Refused refused -> rows.end(job, JobState.FAILED, cut(refused.getMessage()));
            default -> {
                LOG.errorf(failure, "job %s of kind %s failed", job.id(), job.kind());
                yield rows.end(job, JobState.FAILED, cut(failure.getMessage()));
            }
        };
    }

    private static String cut(@Nullable String message) {
        var text = message == null ? "no reason was given" : message;
        return text.substring(0, Math.min(text.length(), MOST_OF_FAILURE));
    }

    private void renew(Claimed job) {
        start(
                contexts.run(() -> rows.renew(job)),
                _ -> {},
                failure -> LOG.warnf("the lease of job %s could not be renewed: %s", job.id(), failure.getMessage()));
    }

    private <T> void start(Uni<T> work, Consumer<T> done, Consumer<Throwable> failed) {
        own.start(work, done, failed);
    }
}
