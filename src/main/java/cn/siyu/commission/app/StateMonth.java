package cn.siyu.commission.app;

import cn.siyu.commission.app.Companies.Known;
import cn.siyu.commission.app.DraftStatements.Outcome;
import cn.siyu.commission.app.DraftStatements.Unit;
import cn.siyu.commission.domain.StatementMonth;
import cn.siyu.commission.store.DraftStore;
import cn.siyu.commission.store.StatementStore;
import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.kernel.vertx.FreshContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The month's end as a job: companies first, then all other accounts, a few hundred in each transaction; after each the cursor
 * is kept, so that a run that was killed goes on where it was. Who is behind the fence is tried again at the end, and left to
 * the next run if he is still behind it.
 */
@Singleton
class StateMonth implements JobHandler {

    static final String KIND = "commission-statements";
    static final String MONTH = "month";

    private static final Logger LOG = Logger.getLogger(StateMonth.class);

    /** News on its way is heard in a moment; what is not is a dead letter. */
    private static final int ROUNDS = 3;

    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(500);

    /** Two runs over one month, or a row that changed under the snapshot. */
    private static final int AGAIN = 3;

    private static final UUID BEGINNING = new UUID(0, 0);

    private final DraftStatements draft;
    private final DraftStore store;
    private final StatementStore statements;
    private final Companies companies;
    private final Transactions transactions;
    private final FreshContext contexts;
    private final int portion;
    private final ShopClock clock;

    @Inject
    StateMonth(
            DraftStatements draft,
            DraftStore store,
            StatementStore statements,
            Companies companies,
            Transactions transactions,
            FreshContext contexts,
            CommissionSettings settings,
            ShopClock clock) {
        this.draft = draft;
        this.store = store;
        this.statements = statements;
        this.companies = companies;
        this.transactions = transactions;
        this.contexts = contexts;
        this.portion = settings.portion();
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** Where a run is: companies that are through, then the last account. */
    record Checkpoint(int companies, UUID cursor, long processed, long drafted, long untied) {}

    /** One run and how far it is. */
    private static final class Walk {
        private final JobRun run;
        private final StatementMonth month;
        private final Known known;
        private final long total;
        private int companies;
        private UUID cursor = BEGINNING;
        private long processed;
        private long drafted;
        private long untied;

        Walk(JobRun run, StatementMonth month, Known known, long total) {
            this.run = run;
            this.month = month;
            this.known = known;
            this.total = total;
            run.checkpoint().ifPresent(at -> {
                companies = at.get("companies").asInt();
                cursor = UUID.fromString(at.get("cursor").asText());
                processed = at.get("processed").asLong();
                drafted = at.get("drafted").asLong();
                untied = at.get("untied").asLong();
            });
        }

        void add(Outcome outcome) {
            drafted += outcome.drafted();
            untied += outcome.untied();
        }

        Uni<Void> note(long held) {
            return run.progress(
                    processed, total, held + untied, new Checkpoint(companies, cursor, processed, drafted, untied));
        }
    }

    @Override
    public Uni<Void> run(JobRun run) {
        var month =
                new StatementMonth(YearMonth.parse(run.parameters().get(MONTH).asText()));
        var reads = transactions.reads();
        return companies
                .of(reads, month)
                .chain(known -> store.accounts(reads).map(total -> new Walk(run, month, known, total)))
                .call(this::statedCompanies)
                .call(this::statedAccounts)
                .call(walk -> statedHeld(walk, 1))
                .call(walk -> statements.ended(reads, month, clock.instant()))
                .invoke(walk -> LOG.infof("%s: %d statements were drafted", month, walk.drafted))
                .replaceWithVoid();
    }

    private Uni<Void> statedCompanies(Walk walk) {
        var all = walk.known.companies();
        return Multi.createFrom()
                .range(walk.companies, Math.max(walk.companies, all.size()))
                .onItem()
                .transformToUniAndConcatenate(at -> drafted(walk, List.of(Unit.of(all.get(at))))
                        .invoke(() -> {
                            walk.companies = at + 1;
                            walk.processed += all.get(at).accounts().size();
                        })
                        .chain(() -> walk.note(0)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> statedAccounts(Walk walk) {
        return Multi.createBy()
                .repeating()
                .uni(() ->
                        store.next(transactions.reads(), walk.cursor, portion).call(next -> portion(walk, next)))
                .whilst(next -> next.size() == portion)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> portion(Walk walk, List<UUID> accounts) {
        if (accounts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var own = accounts.stream()
                .filter(account -> !walk.known.byAccount().containsKey(account))
                .map(Unit::of)
                .toList();
        return drafted(walk, own)
                .invoke(() -> {
                    walk.cursor = accounts.getLast();
                    walk.processed += own.size();
                })
                .chain(() -> walk.note(0));
    }

    private Uni<Void> drafted(Walk walk, List<Unit> units) {
        return draft.draft(walk.month, units)
                .onFailure(Violations::isConflict)
                .retry()
                .atMost(AGAIN)
                .invoke(walk::add)
                .replaceWithVoid()
                .onFailure(failure -> units.size() > 1 && Violations.isCrowded(failure))
                .recoverWithUni(_ -> halved(walk, units));
    }

    /** Too much for one transaction at this hour. */
    private Uni<Void> halved(Walk walk, List<Unit> units) {
        var half = units.size() / 2;
        return drafted(walk, units.subList(0, half)).chain(() -> drafted(walk, units.subList(half, units.size())));
    }

    private Uni<Void> statedHeld(Walk walk, int round) {
        return store.countHeld(transactions.reads(), walk.month)
                .call(walk::note)
                .chain(held -> held == 0 || round > ROUNDS
                        ? Uni.createFrom().voidItem()
                        : contexts.pause(BETWEEN_ROUNDS)
                                .chain(() -> onceMore(walk, BEGINNING))
                                .chain(() -> statedHeld(walk, round + 1)));
    }

    /** All of those who are behind, from one on. */
    private Uni<Void> onceMore(Walk walk, UUID after) {
        return store.held(transactions.reads(), walk.month, after, portion)
                .call(held -> held.isEmpty() ? Uni.createFrom().voidItem() : drafted(walk, units(walk, held)))
                .chain(held -> held.size() < portion ? Uni.createFrom().voidItem() : onceMore(walk, held.getLast()));
    }

    private static List<Unit> units(Walk walk, List<UUID> subjects) {
        var byId = walk.known.byId();
        var units = new ArrayList<Unit>();
        subjects.forEach(subject ->
                units.add(Optional.ofNullable(byId.get(subject)).map(Unit::of).orElseGet(() -> Unit.of(subject))));
        return units;
    }
}
