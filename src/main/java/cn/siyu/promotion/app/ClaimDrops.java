package cn.siyu.promotion.app;

import cn.siyu.audience.Segments;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.GiftCircle;
import cn.siyu.promotion.app.GiveCoupons.Gift;
import cn.siyu.promotion.domain.ClaimBar;
import cn.siyu.promotion.domain.Coupon;
import cn.siyu.promotion.domain.Drop;
import cn.siyu.promotion.domain.Giving.Way;
import cn.siyu.promotion.store.DropStore;
import cn.siyu.promotion.store.DropStore.Seen;
import cn.siyu.promotion.store.QuotaStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What members do with coupons that were dropped into their group: they look, and the first ones have them (H5). */
@Singleton
public class ClaimDrops {

    private final DropStore drops;
    private final QuotaStore quotas;
    private final GiveCoupons give;
    private final Segments segments;
    private final Instance<GiftCircle> circle;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    ClaimDrops(
            DropStore drops,
            QuotaStore quotas,
            GiveCoupons give,
            Segments segments,
            Instance<GiftCircle> circle,
            Transactions transactions,
            ShopClock clock) {
        this.drops = drops;
        this.quotas = quotas;
        this.give = give;
        this.segments = segments;
        this.circle = circle;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A drop as one member sees it, and why he can have nothing of it. */
    public record Offered(Drop drop, int mine, int left, Optional<ClaimBar> bar) {}

    /** Whoever has the link may look: who is not in the group is told so, and can join it. */
    public Uni<Offered> see(UUID id, MemberId member) {
        return offered(transactions.reads(), id, member, clock.instant());
    }

    /**
     * First come, first served. What was dropped is taken first, then of the quota and of the template: three guarded updates,
     * and whoever lacks one of them gets nothing and takes nothing.
     */
    public Uni<Coupon> claim(Tx tx, MemberId member, UUID id) {
        var now = clock.instant();
        return offered(tx, id, member, now)
                .invoke(offered -> offered.bar().ifPresent(ClaimDrops::refuse))
                .call(() -> taken(drops.take(tx, id, now)))
                .call(offered -> offered.drop()
                        .backing()
                        .map(backing -> taken(quotas.takeDropped(tx, backing.quota())))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .chain(offered -> give(tx, offered.drop(), member, now));
    }

    private Uni<Coupon> give(Tx tx, Drop drop, MemberId member, Instant now) {
        return give.give(tx, new Gift(drop.template().id(), member, Way.DROP, drop.id()), now)
                .onItem()
                .ifNull()
                .failWith(ClaimBar.GONE::refused)
                .call(coupon -> drops.claim(tx, drop, member, coupon.id(), now).invoke(rows -> {
                    if (rows == 0) {
                        throw ClaimBar.LIMIT_REACHED.refused();
                    }
                }));
    }

    private static void refuse(ClaimBar bar) {
        throw bar.refused();
    }

    private static Uni<Void> taken(Uni<Integer> rows) {
        return rows.invoke(changed -> {
                    if (changed == 0) {
                        throw ClaimBar.GONE.refused();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Offered> offered(Sql sql, UUID id, MemberId member, Instant now) {
        return drops.seen(sql, id, member)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(seen -> facts(sql, seen, member, now)
                        .map(facts -> new Offered(
                                seen.drop(),
                                seen.mine(),
                                seen.drop().left(now),
                                seen.drop().bar(facts, now))));
    }

    private Uni<Drop.Facts> facts(Sql sql, Seen seen, MemberId member, Instant now) {
        var drop = seen.drop();
        return circle.get()
                .includes(sql, drop.community(), member, now)
                .chain(included -> led(sql, drop, now)
                        .chain(led -> inSegment(sql, drop, member, now)
                                .map(in -> new Drop.Facts(included, led, in, seen.mine(), seen.mineOfTemplate()))));
    }

    /** A KOC's or seller's drop ends with his work there. */
    private Uni<Boolean> led(Sql sql, Drop drop, Instant now) {
        return drop.backing()
                .map(backing -> circle.get().leads(sql, backing.giver(), drop.community(), now))
                .orElseGet(() -> Uni.createFrom().item(true));
    }

    private Uni<Boolean> inSegment(Sql sql, Drop drop, MemberId member, Instant now) {
        return drop.template()
                .terms()
                .segment()
                .map(segment -> segments.of(sql, member.value(), now).map(mine -> mine.contains(segment)))
                .orElseGet(() -> Uni.createFrom().item(true));
    }
}
