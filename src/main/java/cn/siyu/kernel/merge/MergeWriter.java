package cn.siyu.kernel.merge;

import cn.siyu.kernel.merge.Lanes.Batch;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.OwnLoop;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.kernel.vertx.OwnWork;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Carries out together what many ask for at once (architecture, section 4): commands wait by key, whatever waits when a turn
 * comes is one transaction, and each is answered by himself after the commit that holds his row. There is no timer in it: with
 * little to do every command is a batch of one and waits for nobody. What cannot be done in time is refused in time: at the
 * door when it is full or crowded, and in the lane when patience is over; then nothing was written.
 */
@Singleton
public class MergeWriter {

    private static final Logger LOG = Logger.getLogger(MergeWriter.class);

    /** Only for those who wait while nothing moves: forming batches never waits for it. */
    private static final long LOOK_MILLIS = 50;

    private static final int TRIES = 3;

    private final OwnLoop loop;
    private final OwnWork own;
    private final Turnstile doors;
    private final Lanes<Task<?, ?>> lanes;
    private final MergeMeters meters;
    private final long crowdedAfter;
    private final long patience;
    private boolean looking;

    @Inject
    MergeWriter(OwnLoop loop, OwnWork own, MergeSettings settings, MergeMeters meters) {
        this.loop = loop;
        this.own = own;
        this.doors = new Turnstile(settings.room(), settings.roomOfOne());
        this.lanes = new Lanes<>(new Lanes.Rules(
                settings.batch(),
                settings.batchesAtOnce(),
                settings.followFrom(),
                settings.patience().toNanos()));
        this.meters = meters;
        this.patience = settings.patience().toNanos();
        this.crowdedAfter = settings.crowdedAfter().toNanos();
        meters.watch(doors::inside);
    }

    /** A request that has been let in: its place is kept from before anything is read for it until it is answered. */
    public record Pass(String key) {}

    /**
     * Lets a request in and lends it a pass for {@link #submit}, or refuses it at once as TEMPORARILY_UNAVAILABLE.
     *
     * @param key what all stand in line for: equal for all that would fight for the same rows
     */
    public <A> Uni<A> admit(String key, Function<Pass, Uni<A>> work) {
        return Uni.createFrom().deferred(() -> {
            if (isCrowded(key) || !doors.enter(key)) {
                meters.turnedAway();
                return Uni.createFrom().failure(busy());
            }
            return Uni.createFrom()
                    .deferred(() -> work.apply(new Pass(key)))
                    .onTermination()
                    .invoke(() -> doors.leave(key));
        });
    }

    /** How whoever comes now would be turned away; to be asked before anything is known of his request. */
    public Optional<Refused> turnsAway(String key) {
        if (!isCrowded(key)) {
            return Optional.empty();
        }
        meters.turnedAway();
        return Optional.of(busy());
    }

    private boolean isCrowded(String key) {
        return lanes.ahead(key, doors.inside(key), System.nanoTime()) > crowdedAfter;
    }

    /** Carries out a command, together with whatever else waits under the key of its pass. All of one key are of one kind. */
    public <C, A> Uni<A> submit(Pass pass, Merged<C, A> kind, C command) {
        return Uni.createFrom().deferred(() -> {
            var caller = Vertx.currentContext();
            Uni<A> answer = Uni.createFrom().emitter(emitter -> {
                var since = System.nanoTime();
                var task = new Task<>(kind, command, since, emitter);
                emitter.onTermination(task::leave);
                loop.run(() -> {
                    lanes.add(pass.key(), task, since);
                    turn();
                });
            });
            return caller == null ? answer : answer.emitOn(work -> caller.runOnContext(_ -> work.run()));
        });
    }

    private void turn() {
        var now = System.nanoTime();
        for (var late : lanes.overdue(now)) {
            meters.late();
            late.fail(busy());
        }
        for (var batch = lanes.next(); batch.isPresent(); batch = lanes.next()) {
            begin(batch.get());
        }
        if (!looking && lanes.waiting() > 0) {
            looking = true;
            loop.runLater(LOOK_MILLIS, () -> {
                looking = false;
                turn();
            });
        }
    }

    private void begin(Batch<Task<?, ?>> batch) {
        var present = batch.commands().stream().filter(Task::isAwaited).toList();
        if (present.isEmpty()) {
            lanes.done(batch, System.nanoTime());
            return;
        }
        var started = System.nanoTime();
        loop.runApart(() -> {
            own.start(together(batch, same(present)), _ -> end(batch, present, started), failure -> {
                LOG.error("a batch was not answered", failure);
                present.forEach(task -> task.fail(failure));
                end(batch, present, started);
            });
        });
    }

    private void end(Batch<Task<?, ?>> batch, List<Task<?, ?>> tasks, long started) {
        meters.batch(tasks.getFirst().kind().name(), tasks.size(), System.nanoTime() - started);
        loop.run(() -> {
            lanes.done(batch, System.nanoTime());
            turn();
        });
    }

    private <C, A> Uni<Void> together(Batch<Task<?, ?>> batch, List<Task<C, A>> tasks) {
        return carryOut(
                        tasks,
                        () -> loop.run(() -> {
                            lanes.locked(batch);
                            turn();
                        }))
                .onFailure()
                .recoverWithUni(failure -> apart(tasks, failure));
    }

    private <C, A> Uni<Void> carryOut(List<Task<C, A>> tasks, Runnable locked) {
        var kind = tasks.getFirst().kind();
        var commands = tasks.stream().map(Task::command).toList();
        return loop.transactions()
                .in(tx -> kind.carryOut(tx, commands, locked))
                .invoke(verdicts -> {
                    for (var i = 0; i < tasks.size(); i++) {
                        tasks.get(i).answer(verdicts.get(i));
                    }
                })
                .replaceWithVoid();
    }

    /** One of them may be to blame, so each is tried by itself; with the database away there is nothing to try. */
    private <C, A> Uni<Void> apart(List<Task<C, A>> tasks, Throwable failure) {
        if (Violations.isOutage(failure) || (tasks.size() == 1 && !(failure instanceof TryAgain))) {
            tasks.forEach(task -> task.fail(plain(failure)));
            return Uni.createFrom().voidItem();
        }
        LOG.debugf("a batch of %d is carried out one by one: %s", tasks.size(), failure.getMessage());
        meters.apart(tasks.size());
        return Multi.createFrom()
                .iterable(tasks)
                .onItem()
                .transformToUniAndConcatenate(task -> alone(task, TRIES))
                .onItem()
                .ignoreAsUni();
    }

    private <C, A> Uni<Void> alone(Task<C, A> task, int tries) {
        if (!task.isAwaited()) {
            return Uni.createFrom().voidItem();
        }
        if (task.since() + patience - System.nanoTime() <= 0) {
            meters.late();
            task.fail(busy());
            return Uni.createFrom().voidItem();
        }
        return carryOut(List.of(task), () -> {}).onFailure().recoverWithUni(failure -> {
            if (failure instanceof TryAgain && tries > 1) {
                return alone(task, tries - 1);
            }
            task.fail(plain(failure));
            return Uni.createFrom().voidItem();
        });
    }

    /** Whoever was in the way may be the twin of this very request: its answer will be there when it is asked for again. */
    private static Throwable plain(Throwable failure) {
        return failure instanceof TryAgain || Violations.isLockTimeout(failure)
                ? new Refused(CommonProblem.REQUEST_IN_FLIGHT)
                : failure;
    }

    /** All commands of a lane are of one kind: a key belongs to one. */
    @SuppressWarnings("unchecked")
    private static <C, A> List<Task<C, A>> same(List<Task<?, ?>> tasks) {
        return (List<Task<C, A>>) (List<?>) tasks;
    }

    private static Refused busy() {
        return new Refused(CommonProblem.TEMPORARILY_UNAVAILABLE);
    }
}
