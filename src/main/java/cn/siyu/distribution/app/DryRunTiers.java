package cn.siyu.distribution.app;

import cn.siyu.distribution.app.EvaluateTiers.Judged;
import cn.siyu.distribution.app.EvaluateTiers.Look;
import cn.siyu.distribution.domain.TierBook;
import cn.siyu.distribution.domain.TierPeriod;
import cn.siyu.distribution.domain.TierVerdict.Outcome;
import cn.siyu.distribution.store.TierBookStore;
import cn.siyu.distribution.store.TierDryRunStore;
import cn.siyu.distribution.store.TierDryRunStore.DryRun;
import cn.siyu.distribution.store.TierDryRunStore.Move;
import cn.siyu.distribution.store.TierDryRunStore.Question;
import cn.siyu.distribution.store.TierStandStore;
import cn.siyu.distribution.store.TierStandStore.Stand;
import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Shows who would move if a period ended now under these rules (C7). Nobody is moved, nobody is held. */
@Singleton
public class DryRunTiers implements JobHandler {

    public static final String KIND = "tier-dry-run";

    private static final int BATCH = 1_000;
    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final Duration KEPT = Duration.ofDays(90);

    private final TierDryRunStore runs;
    private final TierBookStore books;
    private final TierStandStore stands;
    private final EvaluateTiers tiers;
    private final Jobs jobs;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    DryRunTiers(
            TierDryRunStore runs,
            TierBookStore books,
            TierStandStore stands,
            EvaluateTiers tiers,
            Jobs jobs,
            Transactions transactions,
            ShopClock clock) {
        this.runs = runs;
        this.books = books;
        this.stands = stands;
        this.tiers = tiers;
        this.jobs = jobs;
        this.transactions = transactions;
        this.clock = clock;
    }

    private record Work(JobRun run, DryRun dryRun, Look look, long total) {}

    private record Checkpoint(UUID after, long evaluated) {}

    /**
     * Answers the job, whose id is the dry run's too.
     *
     * @param proposal makes the rules in question of those in force; refused when they do not go together
     * @param asOf the last day that counts; today when absent
     */
    public Uni<UUID> submit(UnaryOperator<TierBook> proposal, Optional<LocalDate> asOf, Actor actor) {
        var now = clock.instant();
        var day = asOf.orElse(ShopCalendar.dayOf(now));
        return transactions.in(tx -> books.current(tx)
                .map(book -> TierRules.sound(proposal.apply(book)))
                .chain(book -> jobs.submit(tx, KIND, actor, Map.of(), List.of())
                        .call(job -> runs.forget(tx, now.minus(KEPT)))
                        .call(job -> runs.insert(tx, job, new Question(book, until(book, day)), now, actor.name()))));
    }

    public Uni<DryRun> see(UUID id) {
        return runs.find(transactions.reads(), id).onItem().ifNull().failWith(Refused::notFound);
    }

    /** Those who would move or be warned. */
    public Uni<NumberedPage<Move>> moves(UUID id, @Nullable Outcome outcome, int page, int size) {
        var reads = transactions.reads();
        return see(id).chain(() -> runs.moves(reads, id, outcome, page, size))
                .chain(items ->
                        runs.count(reads, id, outcome).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        var reads = transactions.reads();
        return see(run.jobId())
                .chain(asked -> stands.count(reads)
                        .map(total -> new Work(
                                run,
                                asked,
                                Look.end(
                                        asked.question().book(),
                                        asked.question().period()),
                                total)))
                .chain(this::batches)
                .chain(() -> transactions.in(tx -> runs.done(tx, run.jobId(), clock.instant())));
    }

    private Uni<Void> batches(Work work) {
        var at = new AtomicReference<>(
                work.run().checkpoint().map(DryRunTiers::checkpoint).orElseGet(() -> new Checkpoint(BEFORE_ALL, 0)));
        return Multi.createBy()
                .repeating()
                .uni(() -> batch(work, at.get())
                        .invoke(met -> at.set(next(at.get(), met)))
                        .call(() -> work.run()
                                .progress(
                                        at.get().evaluated(),
                                        Math.max(work.total(), at.get().evaluated()),
                                        0,
                                        at.get())))
                .whilst(met -> met.size() == BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<List<Stand>> batch(Work work, Checkpoint at) {
        return transactions.in(tx -> stands.after(tx, at.after(), BATCH, clock.instant())
                .call(people -> tiers.judge(tx, work.look(), people)
                        .chain(judged -> runs.add(
                                tx,
                                work.dryRun().id(),
                                judged.stream()
                                        .filter(DryRunTiers::isShown)
                                        .map(DryRunTiers::move)
                                        .toList(),
                                at.evaluated() + people.size()))));
    }

    private static boolean isShown(Judged judged) {
        return judged.verdict().moves() || judged.verdict().outcome() == Outcome.WARNED;
    }

    private static Move move(Judged judged) {
        return new Move(
                judged.stand().id(),
                "",
                judged.verdict().outcome(),
                judged.stand().footing().tier(),
                judged.verdict().tier(),
                judged.verdict().reason());
    }

    private static Checkpoint next(Checkpoint at, List<Stand> met) {
        return met.isEmpty() ? at : new Checkpoint(met.getLast().id().value(), at.evaluated() + met.size());
    }

    private static Checkpoint checkpoint(JsonNode kept) {
        return new Checkpoint(
                UUID.fromString(kept.path("after").asText()),
                kept.path("evaluated").asLong());
    }

    /** A period that ends on this day. */
    private static TierPeriod until(TierBook book, LocalDate day) {
        return new TierPeriod(day.toString(), book.movement().period().of(day).first(), day);
    }
}
