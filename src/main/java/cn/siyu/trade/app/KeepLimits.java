package cn.siyu.trade.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Lookups;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.trade.PurchaseLimit;
import cn.siyu.trade.PurchaseLimits;
import cn.siyu.trade.domain.Tally;
import cn.siyu.trade.store.LimitCounts;
import cn.siyu.trade.store.LimitStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What staff do with purchase limits, and what buyers are told of them. */
@Singleton
public class KeepLimits implements PurchaseLimits {

    private final LimitStore limits;
    private final LimitCounts counts;
    private final Skus catalog;
    private final AuditLog audit;
    private final Transactions transactions;
    private final Lookups lookups;
    private final ShopClock clock;

    @Inject
    KeepLimits(
            LimitStore limits,
            LimitCounts counts,
            Skus catalog,
            AuditLog audit,
            Transactions transactions,
            Lookups lookups,
            ShopClock clock) {
        this.limits = limits;
        this.counts = counts;
        this.catalog = catalog;
        this.audit = audit;
        this.transactions = transactions;
        this.lookups = lookups;
        this.clock = clock;
    }

    @Override
    public Uni<List<PurchaseLimit>> of(Collection<SkuId> skus, Collection<UUID> spus) {
        return skus.isEmpty() && spus.isEmpty()
                ? Uni.createFrom().item(List.of())
                : limits.binding(lookups.reads(), skus, spus);
    }

    public Uni<NumberedPage<PurchaseLimit>> list(@Nullable UUID sku, @Nullable UUID spu, int page, int size) {
        return limits.list(transactions.reads(), sku, spu, page, size);
    }

    /** What was ordered before and lives counts too: a limit in the middle of a sale gives nobody a second turn. */
    public Uni<PurchaseLimit> add(PurchaseLimit limit, String reason, Actor actor) {
        return spuOf(limit)
                .chain(spu -> transactions.in(tx -> limits.hold(tx)
                        .chain(() -> limits.insert(tx, limit, clock.instant()))
                        .chain(() -> countLiving(tx, limit, spu))
                        .chain(() ->
                                audit.append(tx, entry(actor, "limit.add", limit.id(), reason, null, plain(limit))))
                        .replaceWith(limit)));
    }

    private Uni<Optional<UUID>> spuOf(PurchaseLimit limit) {
        return limit.sku()
                .map(sku -> catalog.cards(List.of(sku))
                        .map(cards -> cards.stream()
                                .findFirst()
                                .map(card -> card.spu().value())))
                .orElseGet(() -> Uni.createFrom().item(limit.spu()));
    }

    private Uni<Integer> countLiving(Tx tx, PurchaseLimit limit, Optional<UUID> spu) {
        var now = clock.instant();
        return limit.scope() == PurchaseLimit.Scope.ORDER || spu.isEmpty()
                ? Uni.createFrom().item(0)
                : counts.takeLiving(
                        tx, limit, spu.get(), Tally.period(limit.period(), now), Tally.beginOf(limit.period(), now));
    }

    /** Another number of units; nobody loses what he has bought. */
    public Uni<PurchaseLimit> change(UUID id, long version, int units, String reason, Actor actor) {
        return transactions.in(tx -> held(tx, id, version).chain(before -> {
            var after = new PurchaseLimit(
                    id, before.sku(), before.spu(), before.scope(), before.period(), units, version + 1);
            return limits.change(tx, id, units, clock.instant())
                    .chain(() ->
                            audit.append(tx, entry(actor, "limit.change", id, reason, plain(before), plain(after))))
                    .replaceWith(after);
        }));
    }

    public Uni<Void> remove(UUID id, long version, String reason, Actor actor) {
        return transactions.in(tx -> held(tx, id, version)
                .chain(before -> limits.end(tx, id, clock.instant())
                        .chain(() -> audit.append(tx, entry(actor, "limit.remove", id, reason, plain(before), null)))));
    }

    private Uni<PurchaseLimit> held(Tx tx, UUID id, long version) {
        return limits.lock(tx, id).onItem().ifNull().failWith(Refused::notFound).invoke(found -> {
            if (found.version() != version) {
                throw Refused.with(
                        CommonProblem.STATE_CHANGED,
                        "The limit has another version now",
                        Map.of("version", found.version()));
            }
        });
    }

    private static AuditEntry entry(
            Actor actor, String action, UUID id, String reason, @Nullable Object before, @Nullable Object after) {
        return new AuditEntry(actor, action, "purchase-limit", id.toString(), reason, before, after);
    }

    private static Object plain(PurchaseLimit limit) {
        return Map.of(
                "goods",
                limit.sku().map(SkuId::value).or(limit::spu).orElseThrow(),
                "scope",
                limit.scope(),
                "period",
                limit.period(),
                "units",
                limit.units());
    }
}
