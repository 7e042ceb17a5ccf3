package cn.siyu.testing;

import cn.siyu.kernel.vertx.FreshContext;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.common.runtime.ScheduledInvoker;
import io.quarkus.scheduler.common.runtime.ScheduledMethod;
import io.quarkus.scheduler.common.runtime.SchedulerContext;
import io.quarkus.scheduler.common.runtime.util.SchedulerUtils;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.awaitility.core.EvaluatedCondition;
import org.jspecify.annotations.Nullable;

/**
 * While a test waits, the sweeps that look every second look at each look of the test as well: nobody waits for the second to
 * be over. The scheduler goes on beside it, so each sweep now and then meets itself, as it does where two processes are at work.
 */
@ApplicationScoped
class Haste {

    /** What looks less often than this does not belong to a story. */
    private static final Duration OFTEN = Duration.ofSeconds(5);

    private final SchedulerContext schedules;
    private final FreshContext fresh;
    private final AtomicBoolean open = new AtomicBoolean();
    private final AtomicBoolean underWay = new AtomicBoolean();
    private List<ScheduledInvoker> sweeps = List.of();

    @Inject
    Haste(SchedulerContext schedules, FreshContext fresh) {
        this.schedules = schedules;
        this.fresh = fresh;
    }

    void start(@Observes StartupEvent event) {
        sweeps = schedules.getScheduledMethods().stream()
                .filter(method -> method.getSchedules().stream().anyMatch(Haste::often))
                .map(ScheduledMethod::getInvokerClassName)
                .map(schedules::createInvoker)
                .filter(sweep -> !sweep.isBlocking())
                .toList();
        open.set(true);
        Awaitility.setDefaultConditionEvaluationListener(this::looked);
    }

    void stop(@Observes ShutdownEvent event) {
        open.set(false);
    }

    private static boolean often(Scheduled schedule) {
        if (SchedulerUtils.isOff(SchedulerUtils.lookUpPropertyValue(schedule.every()))) {
            return false;
        }
        var every = SchedulerUtils.parseEveryAsMillis(schedule);
        return every.isPresent() && every.getAsLong() <= OFTEN.toMillis();
    }

    private void looked(@Nullable EvaluatedCondition<?> condition) {
        if (condition != null && !condition.isSatisfied() && open.get() && underWay.compareAndSet(false, true)) {
            var _ = round().subscribe().with(_ -> underWay.set(false), _ -> underWay.set(false));
        }
    }

    private Uni<Void> round() {
        return Multi.createFrom()
                .iterable(sweeps)
                .onItem()
                .transformToUniAndConcatenate(sweep -> fresh.run(() -> once(sweep)))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** What a sweep could not do, it tries again, and has said so itself. */
    @SuppressWarnings("NullAway")
    private static Uni<Void> once(ScheduledInvoker sweep) {
        return Uni.createFrom()
                .deferred(Unchecked.supplier(() -> Uni.createFrom().completionStage(sweep.invoke(null))))
                .onFailure()
                .recoverWithNull();
    }
}
