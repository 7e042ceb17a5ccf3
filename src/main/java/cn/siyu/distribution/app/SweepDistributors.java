package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.store.CareStore;
import cn.siyu.distribution.store.CareStore.TrialOver;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Ends trials whose time is over, and distributors who have quit and are settled; safe on several instances. */
@Singleton
public class SweepDistributors {

    private static final int BATCH = 50;

    private final CareStore cares;
    private final MoveDistributor move;
    private final DistributionSettings settings;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    SweepDistributors(
            CareStore cares,
            MoveDistributor move,
            DistributionSettings settings,
            Transactions transactions,
            ShopClock clock) {
        this.cares = cares;
        this.move = move;
        this.settings = settings;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.distribution.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> endTrials() {
        var now = clock.instant();
        return transactions.in(tx -> cares.trialsOver(tx, now, BATCH).chain(over -> endTrials(tx, over, now)));
    }

    @Scheduled(every = "${siyu.distribution.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> endSettled() {
        var now = clock.instant();
        return transactions.in(tx ->
                cares.quitting(tx, now, settings.quitWait(), BATCH).chain(quitting -> endSettled(tx, quitting, now)));
    }

    private Uni<Void> endTrials(Tx tx, List<TrialOver> over, Instant now) {
        return Multi.createFrom()
                .iterable(over)
                .onItem()
                .transformToUniAndConcatenate(trial -> move.endTrial(tx, trial, now))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> endSettled(Tx tx, List<DistributorId> quitting, Instant now) {
        return Multi.createFrom()
                .iterable(quitting)
                .onItem()
                .transformToUniAndConcatenate(id -> move.endIfSettled(tx, id, now.plus(settings.lookAgain()), now))
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
