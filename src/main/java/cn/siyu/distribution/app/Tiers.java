package cn.siyu.distribution.app;

import cn.siyu.distribution.domain.Tier;
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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What staff do with tiers (C5). A claim keeps the rate of its moment, so a new rate holds for later orders only. */
@ApplicationScoped
public class Tiers {

    private final TierStore store;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    Tiers(TierStore store, AuditLog audit, Transactions transactions, ShopClock clock) {
        this.store = store;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A tier and all that it ever had. */
    public record Detail(Tier tier, List<RateSince> rates) {}

    public Uni<List<Tier>> all() {
        return store.all(transactions.reads(), clock.instant());
    }

    public Uni<Detail> find(UUID id) {
        return store.find(transactions.reads(), id, clock.instant())
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(tier -> store.rates(transactions.reads(), id).map(rates -> new Detail(tier, rates)));
    }

    public Uni<Detail> add(Tier tier, String reason, Actor actor) {
        var now = clock.instant();
        return transactions
                .in(tx -> store.insert(tx, tier, now)
                        .chain(() -> store.addRate(tx, tier.id(), tier.rate(), now, reason, actor))
                        .chain(() -> audit.append(
                                tx,
                                Trail.entry(
                                        actor, "tier.add", "tier", tier.id().toString(), reason, null, plain(tier)))))
                .chain(() -> find(tier.id()));
    }

    public Uni<Detail> change(Tier tier, String reason, Actor actor) {
        var now = clock.instant();
        return transactions
                .in(tx -> store.lock(tx, tier.id(), now)
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .chain(before -> change(tx, before, tier, reason, actor, now)))
                .chain(() -> find(tier.id()));
    }

    private Uni<Void> change(Tx tx, Tier before, Tier tier, String reason, Actor actor, Instant now) {
        return store.update(tx, tier)
                .invoke(rows -> changed(rows, before))
                .chain(() -> before.rate().equals(tier.rate())
                        ? Uni.createFrom().voidItem()
                        : store.addRate(tx, tier.id(), tier.rate(), now, reason, actor))
                .chain(() -> audit.append(
                        tx,
                        Trail.entry(
                                actor,
                                "tier.change",
                                "tier",
                                tier.id().toString(),
                                reason,
                                plain(before),
                                plain(tier))));
    }

    private static void changed(int rows, Tier current) {
        if (rows == 0) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "The tier has another version now",
                    Map.of("version", current.version()));
        }
    }

    private static Object plain(Tier tier) {
        return Map.of("name", tier.name(), "order", tier.rank(), "rateBp", tier.rate());
    }
}
