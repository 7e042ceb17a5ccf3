package cn.siyu.payment.app;

import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.domain.BillDays;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.payment.store.BillStore;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Has every day reconciled once its bills are ready, days of a standstill included, or a day whenever finance asks. */
@Singleton
public class ScheduleBills {

    /** As far back as a shop catches up by itself. */
    private static final int DAYS_BACK = 7;

    /** A job that has died with its day is begun again after this. */
    private static final Duration LEASE = Duration.ofHours(1);

    private final Transactions transactions;
    private final BillStore store;
    private final Jobs jobs;
    private final Alarms alarms;
    private final ShopClock clock;

    @Inject
    ScheduleBills(Transactions transactions, BillStore store, Jobs jobs, Alarms alarms, ShopClock clock) {
        this.transactions = transactions;
        this.store = store;
        this.jobs = jobs;
        this.alarms = alarms;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.payment.bills-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return begin().onFailure()
                .invoke(failure -> alarms.willRetry("asking for bills", failure))
                .onFailure()
                .recoverWithItem(List.of())
                .replaceWithVoid();
    }

    /** Answers the jobs that were begun. */
    Uni<List<UUID>> begin() {
        var now = clock.instant();
        var newest = BillDays.newest(now);
        return transactions.in(
                tx -> store.claim(tx, newest.minusDays(DAYS_BACK - 1L), newest, now, now.plus(LEASE), DAYS_BACK)
                        .onItem()
                        .transformToMulti(days -> Multi.createFrom().iterable(days))
                        .onItem()
                        .transformToUniAndConcatenate(day -> submit(tx, day, Actor.system("payment bills")))
                        .collect()
                        .asList());
    }

    /** Answers the job. */
    public Uni<UUID> reconcile(LocalDate day, Actor actor) {
        var now = clock.instant();
        if (day.isAfter(BillDays.newest(now))) {
            throw new Refused(PaymentProblem.BILL_NOT_READY);
        }
        if (day.isBefore(BillDays.oldest(now))) {
            throw new Refused(PaymentProblem.BILL_TOO_OLD);
        }
        return transactions.in(tx -> submit(tx, day, actor));
    }

    private Uni<UUID> submit(Tx tx, LocalDate day, Actor actor) {
        return jobs.submit(tx, ReconcileDay.KIND, actor, Map.of(ReconcileDay.DAY, day.toString()), List.of())
                .call(job -> store.queued(tx, day, job, clock.instant().plus(LEASE)));
    }
}
