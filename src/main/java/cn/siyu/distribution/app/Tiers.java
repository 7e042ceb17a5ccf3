package cn.siyu.distribution.app;

import cn.siyu.distribution.domain.Tier;
import cn.siyu.distribution.domain.TierBook;
import cn.siyu.distribution.domain.TierBook.Match;
import cn.siyu.distribution.domain.TierBook.Step;
import cn.siyu.distribution.domain.TierCondition;
import cn.siyu.distribution.store.TierBookStore;
import cn.siyu.distribution.store.TierStore;
import cn.siyu.distribution.store.TierStore.RateSince;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What staff do with tiers (C5). A claim keeps the rate of its moment, so a new rate holds for later orders only; with other
 * conditions, or another place on the ladder, the rules have a new version.
 */
@Singleton
public class Tiers {

    private final TierStore store;
    private final TierBookStore books;
    private final TierRules rules;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    Tiers(
            TierStore store,
            TierBookStore books,
            TierRules rules,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.store = store;
        this.books = books;
        this.rules = rules;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A tier with what leads to it. */
    public record Listed(Tier tier, Step step) {}

    /** A tier and all that it ever had. */
    public record Detail(Tier tier, Step step, List<RateSince> rates) {}

    /** What leads to a tier. */
    public record Way(Match match, List<TierCondition> conditions) {

        /** By hand. */
        public static final Way NONE = new Way(Match.ALL, List.of());

        Map<String, Object> plain() {
            return Map.of("match", match, "conditions", conditions);
        }
    }

    public Uni<List<Listed>> all() {
        var reads = transactions.reads();
        return store.all(reads, clock.instant())
                .chain(tiers -> books.current(reads)
                        .map(book -> tiers.stream()
                                .map(tier -> new Listed(tier, step(book, tier)))
                                .toList()));
    }

    public Uni<Detail> find(UUID id) {
        var reads = transactions.reads();
        return store.find(reads, id, clock.instant())
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(tier -> books.current(reads)
                        .chain(book -> store.rates(reads, id).map(rates -> new Detail(tier, step(book, tier), rates))));
    }

    public Uni<Detail> add(Tier tier, Way way, String reason, Actor actor) {
        var now = clock.instant();
        return transactions
                .in(tx -> books.current(tx)
                        .call(() -> store.insert(tx, tier, now))
                        .call(() -> store.addRate(tx, tier.id(), tier.rate(), now, reason, actor))
                        .chain(book -> rewrite(tx, book, tier.id(), Optional.of(way), reason, actor, now))
                        .chain(() -> audit.append(
                                tx,
                                Trail.entry(
                                        actor,
                                        "tier.add",
                                        "tier",
                                        tier.id().toString(),
                                        reason,
                                        null,
                                        plain(tier, way)))))
                .chain(() -> find(tier.id()));
    }

    /** @param way absent when it stays as it is */
    public Uni<Detail> change(Tier tier, Optional<Way> way, String reason, Actor actor) {
        var now = clock.instant();
        return transactions
                .in(tx -> store.lock(tx, tier.id(), now)
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .chain(before ->
                                books.current(tx).chain(book -> change(tx, book, before, tier, way, reason, actor))))
                .chain(() -> find(tier.id()));
    }

    private Uni<Void> change(
            Tx tx, TierBook book, Tier before, Tier tier, Optional<Way> way, String reason, Actor actor) {
        var now = clock.instant();
        var old = step(book, before);
        var wayBefore = new Way(old.match(), old.conditions());
        return store.update(tx, tier)
                .invoke(rows -> changed(rows, before))
                .chain(() -> before.rate().equals(tier.rate())
                        ? Uni.createFrom().voidItem()
                        : store.addRate(tx, tier.id(), tier.rate(), now, reason, actor))
                .chain(() -> rewrite(tx, book, tier.id(), way, reason, actor, now))
                .chain(() -> audit.append(
                        tx,
                        Trail.entry(
                                actor,
                                "tier.change",
                                "tier",
                                tier.id().toString(),
                                reason,
                                plain(before, wayBefore),
                                plain(tier, way.orElse(wayBefore)))));
    }

    /** The next version of the rules, if what is stored now makes another ladder. */
    private Uni<Void> rewrite(
            Tx tx, TierBook book, UUID changed, Optional<Way> way, String reason, Actor actor, Instant now) {
        return store.all(tx, now).chain(tiers -> {
            var steps = tiers.stream()
                    .map(tier -> step(book, tier))
                    .map(step -> step.tier().equals(changed)
                            ? way.map(other -> step.under(other.match(), other.conditions()))
                                    .orElse(step)
                            : step)
                    .toList();
            return steps.equals(book.steps())
                    ? Uni.createFrom().voidItem()
                    : rules.append(tx, book.as(book.version() + 1, steps), reason, actor);
        });
    }

    /** A tier under the conditions that the book knows for it. */
    private static Step step(TierBook book, Tier tier) {
        var known = book.find(tier.id());
        return new Step(
                tier.id(),
                tier.rank(),
                tier.name(),
                known.map(Step::match).orElse(Match.ALL),
                known.map(Step::conditions).orElse(List.of()));
    }

    private static void changed(int rows, Tier current) {
        if (rows == 0) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "The tier has another version now",
                    Map.of("version", current.version()));
        }
    }

    private static Object plain(Tier tier, Way way) {
        return Map.of(
                "name", tier.name(),
                "order", tier.rank(),
                "rateBp", tier.rate(),
                "benefits", tier.benefits(),
                "way", way.plain());
    }
}
