package cn.siyu.commission.app;

import cn.siyu.commission.app.KeepRules.Wish;
import cn.siyu.commission.domain.CommissionProblem;
import cn.siyu.commission.domain.CommissionRule;
import cn.siyu.commission.domain.Recalculation;
import cn.siyu.commission.domain.Recalculation.Kind;
import cn.siyu.commission.domain.Recalculation.Period;
import cn.siyu.commission.domain.Recalculation.Place;
import cn.siyu.commission.domain.Recalculation.Tally;
import cn.siyu.commission.domain.RecalculationRow;
import cn.siyu.commission.store.RecalculationRowStore;
import cn.siyu.commission.store.RecalculationRowStore.Search;
import cn.siyu.commission.store.RecalculationStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.job.JobAnswers;
import cn.siyu.kernel.job.JobView;
import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finance has commissions reckoned again: to hold them against what is written, or to see what other rules would have paid. */
@Singleton
public class Recalculate {

    private final RecalculationStore recalculations;
    private final RecalculationRowStore rows;
    private final Jobs jobs;
    private final JobAnswers answers;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    Recalculate(
            RecalculationStore recalculations,
            RecalculationRowStore rows,
            Jobs jobs,
            JobAnswers answers,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.recalculations = recalculations;
        this.rows = rows;
        this.jobs = jobs;
        this.answers = answers;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * A recalculation with its job.
     *
     * @param drafts that it tries; in a list none are read
     * @param job empty when it ended so long ago that it is forgotten
     */
    public record Seen(Recalculation recalculation, List<CommissionRule> drafts, Optional<JobView> job) {}

    /** Whether what is written is what is reckoned again. */
    public Uni<Seen> recompute(Period period, String reason, Actor actor) {
        return begin(Kind.RECOMPUTE, period, Optional.empty(), List.of(), reason, actor);
    }

    /**
     * What these rules, and this cap if one is given, would have paid. A draft is refused as a rule would be that is written
     * now; it holds for every order, whatever it says of its own time.
     */
    public Uni<Seen> simulate(Period period, List<Wish> wishes, Optional<Rate> cap, String reason, Actor actor) {
        var now = clock.instant();
        var drafts = wishes.stream().map(wish -> wish.rule(now)).toList();
        var targets = new HashSet<>();
        if (!drafts.stream().allMatch(draft -> targets.add(List.of(draft.kind(), draft.target())))) {
            throw new Refused(CommissionProblem.RULE_OVERLAPS, "Two drafts are for the same");
        }
        if (cap.filter(most -> most.basisPoints() > CommissionRule.HIGHEST.basisPoints())
                .isPresent()) {
            throw new Refused(
                    CommissionProblem.RULE_ABOVE_CAP,
                    "P7: at most " + CommissionRule.HIGHEST.basisPoints() + " basis points");
        }
        return begin(Kind.SIMULATE, period, cap, drafts, reason, actor);
    }

    private Uni<Seen> begin(
            Kind kind, Period period, Optional<Rate> cap, List<CommissionRule> drafts, String reason, Actor actor) {
        return transactions
                .in(tx -> jobs.submit(tx, RecalculateOrders.KIND, actor, Map.of(), List.of())
                        .map(job -> new Recalculation(
                                job,
                                kind,
                                period,
                                cap,
                                reason,
                                actor.id(),
                                actor.name(),
                                clock.instant(),
                                Place.before(period),
                                Tally.NOTHING,
                                Optional.empty()))
                        .call(asked -> recalculations.insert(tx, asked, drafts))
                        .call(asked -> audit.append(tx, entry(asked, drafts, actor))))
                .chain(asked -> see(asked.id()));
    }

    public Uni<Seen> see(UUID id) {
        var reads = transactions.reads();
        return existing(id)
                .chain(found -> recalculations
                        .drafts(reads, id)
                        .chain(drafts -> answers.views(reads, List.of(id))
                                .map(known ->
                                        new Seen(found, drafts, known.stream().findFirst()))));
    }

    /** The newest first. */
    public Uni<NumberedPage<Seen>> list(@Nullable Kind kind, int page, int size) {
        var reads = transactions.reads();
        return recalculations
                .page(reads, kind, size, (page - 1) * size)
                .chain(this::withJobs)
                .chain(seen ->
                        recalculations.count(reads, kind).map(total -> new NumberedPage<>(seen, page, size, total)));
    }

    private Uni<List<Seen>> withJobs(List<Recalculation> found) {
        var ids = found.stream().map(Recalculation::id).toList();
        return answers.views(transactions.reads(), ids).map(known -> {
            var byId = known.stream().collect(Collectors.toMap(JobView::id, view -> view));
            return found.stream()
                    .map(each -> new Seen(each, List.of(), Optional.ofNullable(byId.get(each.id()))))
                    .toList();
        });
    }

    /** In the order in which they were found. */
    public Uni<NumberedPage<RecalculationRow>> rows(Search search, int page, int size) {
        var reads = transactions.reads();
        return existing(search.recalculation())
                .chain(() -> rows.page(reads, search, size, (page - 1) * size))
                .chain(found -> rows.count(reads, search).map(total -> new NumberedPage<>(found, page, size, total)));
    }

    /** The same behind a row. */
    public Uni<List<RecalculationRow>> rowsAfter(UUID id, Optional<UUID> last, int limit) {
        return rows.after(transactions.reads(), id, last.orElse(new UUID(0, 0)), limit);
    }

    public Uni<Recalculation> existing(UUID id) {
        return recalculations.find(transactions.reads(), id).onItem().ifNull().failWith(Refused::notFound);
    }

    private static AuditEntry entry(Recalculation asked, List<CommissionRule> drafts, Actor actor) {
        var plain = new LinkedHashMap<String, @Nullable Object>();
        plain.put("kind", asked.kind());
        plain.put("from", asked.period().from().toString());
        plain.put("to", asked.period().to().toString());
        plain.put("capBasisPoints", asked.cap().map(Rate::basisPoints).orElse(null));
        plain.put("drafts", drafts.stream().map(KeepRules::plain).toList());
        return new AuditEntry(
                actor,
                "commission-recalculation.begin",
                "commission-recalculation",
                asked.id().toString(),
                asked.reason(),
                null,
                plain);
    }
}
