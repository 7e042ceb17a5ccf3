package cn.siyu.distribution.app;

import cn.siyu.distribution.app.EvaluateTiers.Look;
import cn.siyu.distribution.domain.TierBook;
import cn.siyu.distribution.store.TierBookStore;
import cn.siyu.distribution.store.TierPeriodStore;
import cn.siyu.distribution.store.TierPeriodStore.Ended;
import cn.siyu.distribution.store.TierStandStore;
import cn.siyu.distribution.store.TierStandStore.Stand;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopCalendar;
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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Evaluates everybody when a month or quarter is over (C6). A batch takes whom the period has not met, so a run that is begun
 * again goes on where the last one ended, and two at once do not meet: the evaluation is written with the move, once for each.
 * Of several periods that ended while the shop stood still only the last is evaluated.
 */
@Singleton
public class CloseTierPeriod implements JobHandler {

    public static final String KIND = "tier-period";

    private static final String PERIOD = "period";
    private static final int BATCH = 1_000;
    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Actor TIMER = Actor.system("distribution.tier-period");

    private final TierPeriodStore periods;
    private final TierBookStore books;
    private final TierStandStore stands;
    private final EvaluateTiers tiers;
    private final AuditLog audit;
    private final Jobs jobs;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    CloseTierPeriod(
            TierPeriodStore periods,
            TierBookStore books,
            TierStandStore stands,
            EvaluateTiers tiers,
            AuditLog audit,
            Jobs jobs,
            Transactions transactions,
            ShopClock clock) {
        this.periods = periods;
        this.books = books;
        this.stands = stands;
        this.tiers = tiers;
        this.audit = audit;
        this.jobs = jobs;
        this.transactions = transactions;
        this.clock = clock;
    }

    private record Work(JobRun run, Look look, long total) {}

    /** Behind whom the next batch begins, and how many were met by then. */
    private record At(UUID after, long met) {}

    @Scheduled(every = "${siyu.distribution.tier-period-every:10s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> begin() {
        var reads = transactions.reads();
        return books.current(reads)
                .chain(book -> book.moves() ? begin(book) : Uni.createFrom().voidItem());
    }

    /** The latest first. */
    public Uni<List<Ended>> all(int limit) {
        return periods.all(transactions.reads(), limit);
    }

    /** Once more for a period whose job did not come to its end. Answers the job. */
    public Uni<UUID> again(String period, String reason, Actor actor) {
        return transactions.in(tx -> periods.lock(tx, period)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(done -> {
                    if (done.isPresent()) {
                        throw Refused.with(
                                CommonProblem.STATE_CHANGED,
                                "The period is evaluated",
                                Map.of("doneAt", done.get().toString()));
                    }
                })
                .chain(() -> audit.append(
                        tx, Trail.entry(actor, "tier-period.again", "tier-period", period, reason, null, null)))
                .chain(() -> submit(tx, period, actor)));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        var name = run.parameters().get(PERIOD).asText();
        var reads = transactions.reads();
        return periods.find(reads, name)
                .chain(ended -> books.version(reads, ended.rulesVersion()).map(book -> Look.end(book, ended.period())))
                .chain(look -> stands.left(reads, name, look.end()).map(left -> new Work(run, look, left)))
                .chain(this::rounds)
                .chain(() -> transactions.in(tx -> periods.done(tx, name, clock.instant())));
    }

    private Uni<Void> begin(TierBook book) {
        var period = book.movement().period().endedBefore(ShopCalendar.dayOf(clock.instant()));
        return periods.isKnown(transactions.reads(), period.name())
                .chain(known -> known
                        ? Uni.createFrom().voidItem()
                        : transactions.in(tx -> periods.begin(tx, period, book.version(), clock.instant())
                                .chain(first -> first
                                        ? submit(tx, period.name(), TIMER).replaceWithVoid()
                                        : Uni.createFrom().voidItem())));
    }

    private Uni<UUID> submit(Tx tx, String period, Actor actor) {
        return jobs.submit(tx, KIND, actor, Map.of(PERIOD, period), List.of())
                .call(job -> periods.worksAs(tx, period, job));
    }

    /** Whoever was held by somebody else is taken in a later round. */
    private Uni<Void> rounds(Work work) {
        return Multi.createBy()
                .repeating()
                .uni(() -> round(work).chain(() -> left(work)))
                .whilst(left -> left > 0)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Long> left(Work work) {
        return stands.left(transactions.reads(), period(work), work.look().end())
                .call(left -> left == 0
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom().voidItem().onItem().delayIt().by(PAUSE))
                .call(left -> work.run().progress(work.total() - left, work.total(), 0, Map.of()));
    }

    private Uni<Void> round(Work work) {
        var at = new AtomicReference<>(new At(BEFORE_ALL, 0));
        return Multi.createBy()
                .repeating()
                .uni(() -> transactions
                        .in(tx -> batch(tx, work, at.get().after()))
                        .invoke(met -> at.set(next(at.get(), met)))
                        .call(() ->
                                work.run().progress(Math.min(at.get().met(), work.total()), work.total(), 0, Map.of())))
                .whilst(met -> met.size() == BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<List<Stand>> batch(Tx tx, Work work, UUID after) {
        var now = clock.instant();
        var look = work.look();
        return stands.take(tx, period(work), look.end(), after, BATCH, now)
                .call(taken -> tiers.evaluate(tx, look, taken, now));
    }

    private static At next(At at, List<Stand> met) {
        return met.isEmpty() ? at : new At(met.getLast().id().value(), at.met() + met.size());
    }

    private static String period(Work work) {
        return work.look().period().orElseThrow();
    }
}
