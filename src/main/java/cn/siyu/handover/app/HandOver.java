package cn.siyu.handover.app;

import cn.siyu.handover.app.AtWeCom.Work;
import cn.siyu.handover.domain.Handover;
import cn.siyu.handover.domain.Handover.Phase;
import cn.siyu.handover.domain.Handover.Users;
import cn.siyu.handover.domain.WeComRules;
import cn.siyu.handover.store.HandoverStore;
import cn.siyu.handover.store.ItemStore;
import cn.siyu.handover.store.ItemStore.Tally;
import cn.siyu.handover.store.Overtaken;
import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobInterrupted;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.wechat.WeChatUnknown;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One run of a handover, from wherever the last one came to: all that is done stands in rows, so a run that was killed is only
 * begun again. A run ends when nothing can be done at the moment, and says when there will be something again.
 */
@Singleton
public class HandOver implements JobHandler {

    public static final String KIND = "handover";

    private static final int MOST_DOUBLINGS = 9;
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final HandoverStore handovers;
    private final ItemStore items;
    private final OwnEffects own;
    private final AtWeCom weCom;
    private final HandoverSettings settings;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    HandOver(
            HandoverStore handovers,
            ItemStore items,
            OwnEffects own,
            AtWeCom weCom,
            HandoverSettings settings,
            Transactions transactions,
            ShopClock clock) {
        this.handovers = handovers;
        this.items = items;
        this.own = own;
        this.weCom = weCom;
        this.settings = settings;
        this.transactions = transactions;
        this.clock = clock;
    }

    record Parameters(UUID handover) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        var id = UUID.fromString(run.parameters().path("handover").asText());
        return handovers
                .find(transactions.reads(), id)
                .chain(handover -> inTurn(run, handover)
                        .onFailure(failure -> !(failure instanceof JobInterrupted || failure instanceof Overtaken))
                        .recoverWithUni(failure -> broken(run, handover, failure)))
                .onFailure(Overtaken.class)
                .recoverWithUni(() -> Uni.createFrom().voidItem());
    }

    /** What another is still to bring him is his to pass on only then. */
    private Uni<Void> inTurn(JobRun run, Handover handover) {
        return handover.phase() == Phase.OWN
                ? handovers
                        .follows(transactions.reads(), handover.id())
                        .chain(follows -> follows ? waitFor(run, handover) : toTheEnd(run, handover))
                : toTheEnd(run, handover);
    }

    private Uni<Void> waitFor(JobRun run, Handover handover) {
        var now = clock.instant();
        return transactions
                .in(tx -> handovers.rest(
                        tx, handover.id(), run.jobId(), Optional.of(now.plus(A_MOMENT)), Optional.empty(), now))
                .replaceWithVoid();
    }

    private Uni<Void> toTheEnd(JobRun run, Handover handover) {
        return carryOn(run, handover).chain(() -> conclude(run, handover.id()));
    }

    private Uni<Void> carryOn(JobRun run, Handover handover) {
        return switch (handover.phase()) {
            case OWN ->
                own.all(handover, run.jobId())
                        .chain(() -> goOn(run, handover, Phase.COLLECT))
                        .chain(() -> collect(run, handover));
            case COLLECT -> collect(run, handover);
            case SEND -> send(run, handover);
        };
    }

    private Uni<Void> collect(JobRun run, Handover handover) {
        return handover.users()
                .map(users -> weCom.collect(work(run, handover, users, Phase.COLLECT)))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> goOn(run, handover, Phase.SEND))
                .chain(() -> send(run, handover));
    }

    private Uni<Void> send(JobRun run, Handover handover) {
        return handover.users()
                .map(users -> send(work(run, handover, users, Phase.SEND)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** First what became of those who were sent, so that nobody is asked twice; then those whose time has come again. */
    private Uni<Void> send(Work work) {
        var id = work.handover().id();
        var now = clock.instant();
        if (work.handover().tooLate(now)) {
            return transactions.in(tx -> items.giveUp(tx, id, "TOO_LATE", now)).replaceWithVoid();
        }
        return items.tally(transactions.reads(), id)
                .chain(tally -> tally.waiting() == 0 ? Uni.createFrom().voidItem() : weCom.look(work))
                .chain(() -> transactions.in(tx -> items.again(tx, id, Optional.of(now))
                        .chain(() -> items.holdBack(tx, id, work.users().from(), WeComRules.nextDay(now)))))
                .chain(() -> weCom.customers(work))
                .chain(() -> weCom.passChats(work));
    }

    private Work work(JobRun run, Handover handover, Users users, Phase phase) {
        return new Work(handover, users, run.jobId(), () -> goOn(run, handover, phase));
    }

    /** Noted after every batch: whoever was overtaken stops here. */
    private Uni<Void> goOn(JobRun run, Handover handover, Phase phase) {
        return transactions
                .in(tx -> handovers.goOn(tx, handover.id(), run.jobId(), phase, clock.instant()))
                .chain(() -> items.tally(transactions.reads(), handover.id()))
                .chain(tally -> run.progress(
                        tally.done() + tally.givenUp() + tally.waiting(),
                        tally.total(),
                        tally.refused(),
                        Map.of("phase", phase)));
    }

    private Uni<Void> conclude(JobRun run, UUID id) {
        var now = clock.instant();
        return items.tally(transactions.reads(), id)
                .chain(tally -> transactions.in(
                        tx -> handovers.rest(tx, id, run.jobId(), next(tally, now), Optional.empty(), now)))
                .replaceWithVoid();
    }

    /** When there is something to do again; never when everything is done, or refused for good unless somebody asks again. */
    private Optional<Instant> next(Tally tally, Instant now) {
        return Stream.of(
                        tally.open() > 0 ? Optional.of(WeComRules.nextDay(now)) : Optional.<Instant>empty(),
                        tally.waiting() > 0 ? Optional.of(now.plus(settings.lookEvery())) : Optional.<Instant>empty(),
                        tally.retryAt())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** WeCom's silence ends a run, not the handover; a fault of ours is a failed job besides. */
    private Uni<Void> broken(JobRun run, Handover handover, Throwable failure) {
        var now = clock.instant();
        var why = String.valueOf(failure.getMessage());
        return transactions
                .in(tx -> handovers.rest(
                        tx,
                        handover.id(),
                        run.jobId(),
                        Optional.of(now.plus(backOff(handover.silences()))),
                        Optional.of(why.substring(0, Math.min(why.length(), 200))),
                        now))
                .chain(() -> failure instanceof WeChatUnknown
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().failure(failure));
    }

    private Duration backOff(int silences) {
        return settings.backOff().multipliedBy(1L << Math.min(silences, MOST_DOUBLINGS));
    }
}
