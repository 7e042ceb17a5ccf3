package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorTierChanged;
import cn.siyu.distribution.domain.TierBook;
import cn.siyu.distribution.domain.TierFigures;
import cn.siyu.distribution.domain.TierInputs;
import cn.siyu.distribution.domain.TierInputs.Occasion;
import cn.siyu.distribution.domain.TierPeriod;
import cn.siyu.distribution.domain.TierVerdict;
import cn.siyu.distribution.store.TierChangeStore;
import cn.siyu.distribution.store.TierChangeStore.Cause;
import cn.siyu.distribution.store.TierChangeStore.NewChange;
import cn.siyu.distribution.store.TierEvaluationStore;
import cn.siyu.distribution.store.TierEvaluationStore.NewEvaluation;
import cn.siyu.distribution.store.TierFactStore;
import cn.siyu.distribution.store.TierStandStore;
import cn.siyu.distribution.store.TierStandStore.Stand;
import cn.siyu.distribution.store.TierStandStore.Step;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Decides about the tiers of many at once, by the same rule as for one, and carries it out. */
@Singleton
class EvaluateTiers {

    private static final Actor RULES = Actor.system("distribution.tiers");
    private static final long TICK_NANOS = 1_000;
    private static final TierFigures NOTHING = new TierFigures(Map.of(), 0);

    private final TierFactStore facts;
    private final TierStandStore stands;
    private final TierEvaluationStore evaluations;
    private final TierChangeStore changes;
    private final Outbox outbox;

    @Inject
    EvaluateTiers(
            TierFactStore facts,
            TierStandStore stands,
            TierEvaluationStore evaluations,
            TierChangeStore changes,
            Outbox outbox) {
        this.facts = facts;
        this.stands = stands;
        this.evaluations = evaluations;
        this.changes = changes;
        this.outbox = outbox;
    }

    /**
     * By which rules, on which occasion, and which days count.
     *
     * @param end the instant behind the last one that counts
     */
    record Look(
            TierBook book, Occasion occasion, Optional<String> period, LocalDate from, LocalDate asOf, Instant end) {

        static Look event(TierBook book, Instant now) {
            var day = ShopCalendar.dayOf(now);
            return new Look(book, Occasion.EVENT, Optional.empty(), day, day, now.plusNanos(TICK_NANOS));
        }

        static Look end(TierBook book, TierPeriod period) {
            return new Look(
                    book,
                    Occasion.PERIOD_END,
                    Optional.of(period.name()),
                    period.first(),
                    period.last(),
                    ShopCalendar.startOf(period.last().plusDays(1)));
        }
    }

    /** Somebody, what was looked at, and what comes of it. */
    record Judged(UUID evaluation, Stand stand, TierInputs inputs, TierVerdict verdict) {

        private boolean changesFooting() {
            return verdict.moves() || verdict.missed() != stand.footing().missed();
        }
    }

    /** Nothing is written. */
    Uni<List<Judged>> judge(Sql sql, Look look, List<Stand> people) {
        if (people.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var ids = people.stream().map(Stand::id).toList();
        return facts.figures(sql, ids, look.book().windows(), look.asOf(), look.end())
                .map(figures -> people.stream()
                        .map(stand -> judge(
                                look,
                                stand,
                                new TierInputs(
                                        look.occasion(),
                                        look.from(),
                                        look.asOf(),
                                        stand.footing(),
                                        figures.getOrDefault(stand.id(), NOTHING))))
                        .toList());
    }

    /** For people whom the transaction holds. Of events only those are kept that move somebody. */
    Uni<List<Judged>> evaluate(Tx tx, Look look, List<Stand> people, Instant now) {
        return judge(tx, look, people).call(judged -> carryOut(tx, look, judged, now));
    }

    private static Judged judge(Look look, Stand stand, TierInputs inputs) {
        return new Judged(Ids.next(), stand, inputs, look.book().decide(inputs));
    }

    private Uni<Void> carryOut(Tx tx, Look look, List<Judged> judged, Instant now) {
        var kept = judged.stream()
                .filter(each ->
                        look.occasion() == Occasion.PERIOD_END || each.verdict().moves())
                .toList();
        var moved = judged.stream().filter(each -> each.verdict().moves()).toList();
        return evaluations
                .insert(
                        tx,
                        kept.stream().map(EvaluateTiers::evaluation).toList(),
                        look.period(),
                        look.book().version(),
                        now)
                .chain(() -> stands.move(
                        tx,
                        judged.stream()
                                .filter(Judged::changesFooting)
                                .map(EvaluateTiers::step)
                                .toList(),
                        now))
                .chain(() -> changes.insert(
                        tx, moved.stream().map(EvaluateTiers::change).toList(), RULES, now))
                .chain(() -> outbox.append(
                        tx,
                        moved.stream().map(each -> told(look.book(), each, now)).toList()));
    }

    private static NewEvaluation evaluation(Judged judged) {
        return new NewEvaluation(judged.evaluation(), judged.stand().id(), judged.inputs(), judged.verdict());
    }

    private static Step step(Judged judged) {
        return new Step(
                judged.stand().id(), judged.verdict().tier(), judged.verdict().missed());
    }

    private static NewChange change(Judged judged) {
        return new NewChange(
                Ids.next(),
                judged.stand().id(),
                judged.stand().footing().tier(),
                judged.verdict().tier(),
                cause(judged.verdict()),
                judged.verdict().reason(),
                Optional.of(judged.evaluation()));
    }

    private static Cause cause(TierVerdict verdict) {
        return switch (verdict.outcome()) {
            case RAISED -> Cause.RAISED;
            case LOWERED -> Cause.LOWERED;
            case KEPT, WARNED, PINNED -> throw new IllegalStateException("nobody moves by " + verdict.outcome());
        };
    }

    private static DistributorTierChanged told(TierBook book, Judged judged, Instant now) {
        return told(
                book,
                judged.stand(),
                judged.verdict().tier(),
                cause(judged.verdict()),
                judged.verdict().reason(),
                now);
    }

    static DistributorTierChanged told(
            TierBook book, Stand stand, UUID after, Cause cause, String reason, Instant now) {
        var before = stand.footing().tier();
        return new DistributorTierChanged(
                Ids.next(),
                now,
                stand.id().value(),
                stand.member().value(),
                before,
                book.step(before).name(),
                after,
                book.step(after).name(),
                cause.name(),
                reason);
    }
}
