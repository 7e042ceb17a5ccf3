package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.app.EvaluateTiers.Look;
import cn.siyu.distribution.domain.Tier;
import cn.siyu.distribution.domain.TierBook;
import cn.siyu.distribution.domain.TierInputs;
import cn.siyu.distribution.domain.TierPeriod;
import cn.siyu.distribution.domain.TierVerdict;
import cn.siyu.distribution.store.TierBookStore;
import cn.siyu.distribution.store.TierChangeStore;
import cn.siyu.distribution.store.TierChangeStore.Change;
import cn.siyu.distribution.store.TierEvaluationStore;
import cn.siyu.distribution.store.TierEvaluationStore.Evaluation;
import cn.siyu.distribution.store.TierEvaluationStore.Filter;
import cn.siyu.distribution.store.TierPinStore;
import cn.siyu.distribution.store.TierPinStore.Pin;
import cn.siyu.distribution.store.TierStandStore;
import cn.siyu.distribution.store.TierStandStore.Stand;
import cn.siyu.distribution.store.TierStore;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Shows where somebody stands, what he still needs, how he came there, and decides once more what was decided (C7). */
@Singleton
public class ReadTiers {

    private final TierStandStore stands;
    private final TierStore tiers;
    private final TierBookStore books;
    private final TierPinStore pins;
    private final TierChangeStore changes;
    private final TierEvaluationStore evaluations;
    private final EvaluateTiers rules;
    private final Sql reads;
    private final ShopClock clock;

    @Inject
    ReadTiers(
            TierStandStore stands,
            TierStore tiers,
            TierBookStore books,
            TierPinStore pins,
            TierChangeStore changes,
            TierEvaluationStore evaluations,
            EvaluateTiers rules,
            Transactions transactions,
            ShopClock clock) {
        this.stands = stands;
        this.tiers = tiers;
        this.books = books;
        this.pins = pins;
        this.changes = changes;
        this.evaluations = evaluations;
        this.rules = rules;
        this.reads = transactions.reads();
        this.clock = clock;
    }

    /** Where somebody stands today, by the rules in force; {@code period} ends next. */
    public record Progress(Tier tier, TierBook book, TierInputs inputs, TierPeriod period, Optional<Pin> pin) {}

    /** A decision and the same decision made now; they are equal as long as nobody has meddled with either. */
    public record Replay(Evaluation kept, TierVerdict decided) {

        public boolean matches() {
            return kept.verdict().equals(decided);
        }
    }

    public Uni<Progress> of(DistributorId id) {
        var now = clock.instant();
        return stands.find(reads, id, now)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(stand -> books.current(reads).chain(book -> progress(stand, book, now)));
    }

    private Uni<Progress> progress(Stand stand, TierBook book, Instant now) {
        return rules.judge(reads, Look.event(book, now), List.of(stand))
                .chain(judged -> tiers.find(reads, stand.footing().tier(), now)
                        .chain(tier -> pins.inForce(reads, stand.id(), now)
                                .map(pin -> new Progress(
                                        tier,
                                        book,
                                        judged.getFirst().inputs(),
                                        book.movement().period().of(ShopCalendar.dayOf(now)),
                                        pin))));
    }

    /** The newest first. */
    public Uni<List<Change>> history(DistributorId id, Optional<Cursor> after, int limit) {
        return changes.of(reads, id, after, limit);
    }

    public Uni<NumberedPage<Evaluation>> evaluations(Filter filter, int page, int size) {
        return evaluations
                .page(reads, filter, page, size)
                .chain(items ->
                        evaluations.count(reads, filter).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<Evaluation> evaluation(UUID id) {
        return evaluations.find(reads, id).onItem().ifNull().failWith(Refused::notFound);
    }

    /** From the inputs that were kept, by the version of the rules that was in force. */
    public Uni<Replay> replay(UUID id) {
        return evaluation(id)
                .chain(kept -> books.version(reads, kept.rulesVersion())
                        .map(book -> new Replay(kept, book.decide(kept.inputs()))));
    }
}
