package cn.siyu.handover.app;

import cn.siyu.handover.domain.Handover;
import cn.siyu.handover.store.HandoverStore;
import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Begins the next run of every handover that has waited long enough, and of those whose run was lost. */
@Singleton
public class SweepHandovers {

    private static final int MOST = 10;
    private static final Duration LOST = Duration.ofMinutes(15);

    private final HandoverStore handovers;
    private final Jobs jobs;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    SweepHandovers(HandoverStore handovers, Jobs jobs, Transactions transactions, ShopClock clock) {
        this.handovers = handovers;
        this.jobs = jobs;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.handover.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> goOn() {
        var now = clock.instant();
        return transactions.in(
                tx -> handovers.due(tx, now, now.minus(LOST), MOST).chain(due -> goOn(tx, due)));
    }

    private Uni<Void> goOn(Tx tx, List<Handover> due) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUniAndConcatenate(handover -> begin(tx, handover, Actor.system("handover")))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** The run that works on it from now on; any other writes nothing more. */
    Uni<Void> begin(Tx tx, Handover handover, Actor actor) {
        return jobs.submit(tx, HandOver.KIND, actor, new HandOver.Parameters(handover.id()), List.of())
                .chain(job -> handovers.begin(tx, handover.id(), job, clock.instant()));
    }
}
