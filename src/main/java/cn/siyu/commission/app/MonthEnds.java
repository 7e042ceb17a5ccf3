package cn.siyu.commission.app;

import cn.siyu.commission.domain.CommissionProblem;
import cn.siyu.commission.domain.StatementMonth;
import cn.siyu.commission.store.DraftStore;
import cn.siyu.commission.store.StatementStore;
import cn.siyu.commission.store.StatementStore.Run;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.job.JobAnswers;
import cn.siyu.kernel.job.JobView;
import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Has every month stated once it is over, and again for those who were behind the fence; or a month when finance asks. */
@Singleton
public class MonthEnds {

    private static final Logger LOG = Logger.getLogger(MonthEnds.class);

    private final StatementStore statements;
    private final DraftStore drafts;
    private final Jobs jobs;
    private final JobAnswers answers;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    MonthEnds(
            StatementStore statements,
            DraftStore drafts,
            Jobs jobs,
            JobAnswers answers,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.statements = statements;
        this.drafts = drafts;
        this.jobs = jobs;
        this.answers = answers;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.commission.month-end-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return transactions
                .in(tx -> {
                    var month = StatementMonth.last(clock.instant());
                    return held(tx, month)
                            .chain(() -> due(tx, month))
                            .chain(due -> due
                                    ? submit(tx, month, Actor.system("month end"))
                                            .replaceWithVoid()
                                    : Uni.createFrom().voidItem());
                })
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "the month's end waits"))
                .onFailure()
                .recoverWithNull();
    }

    /** Never begun, or nobody is at it any more and it did not come to its end, or somebody is still behind the fence. */
    private Uni<Boolean> due(Tx tx, StatementMonth month) {
        return statements
                .run(tx, month)
                .chain(run -> underWay(tx, month)
                        .chain(job -> drafts.countHeld(tx, month)
                                .chain(behind -> drafts.accounts(tx)
                                        .map(accounts -> accounts > 0
                                                && job.isEmpty()
                                                && (behind > 0
                                                        || run.flatMap(Run::endedAt)
                                                                .isEmpty())))));
    }

    /** Answers the job: the one that is under way, if there is one. */
    public Uni<UUID> run(StatementMonth month, Actor actor) {
        var now = clock.instant();
        month.over(now);
        return transactions.in(tx -> held(tx, month)
                .chain(() -> statements.newest(tx))
                .invoke(newest -> newest.filter(other -> other.month().isAfter(month.month()))
                        .ifPresent(_ -> {
                            throw new Refused(CommissionProblem.STATEMENT_MONTH_PAST);
                        }))
                .chain(() -> underWay(tx, month))
                .chain(job -> job.map(known -> Uni.createFrom().item(known))
                        .orElseGet(() -> submit(tx, month, actor).call(begun -> trace(tx, actor, month, begun)))));
    }

    private Uni<Optional<UUID>> underWay(Tx tx, StatementMonth month) {
        return statements
                .run(tx, month)
                .chain(run -> run.map(Run::job)
                        .map(job -> answers.view(tx, job)
                                .map(view -> Optional.ofNullable(view)
                                        .filter(each -> !each.state().isEnded())
                                        .map(JobView::id)))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<UUID> submit(Tx tx, StatementMonth month, Actor actor) {
        Instant now = clock.instant();
        return jobs.submit(tx, StateMonth.KIND, actor, Map.of(StateMonth.MONTH, month.toString()), List.of())
                .call(job -> statements.begin(tx, month, job, now));
    }

    /** Two who ask at once get one job. */
    private static Uni<Void> held(Tx tx, StatementMonth month) {
        return tx.hold("commission-statements:" + month);
    }

    private Uni<Void> trace(Tx tx, Actor actor, StatementMonth month, UUID job) {
        return audit.append(
                tx,
                new AuditEntry(
                        actor, "statements.run", "month", month.toString(), null, null, Map.of("job", job.toString())));
    }
}
