package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.BuyGroup.Succeeded;
import cn.siyu.groupbuy.domain.FailReason;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.groupbuy.store.GroupStore;
import cn.siyu.groupbuy.store.SeatStore.Placed;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.Orders;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The merchant completes a group openly with those who have paid (L4), or ends it and everybody gets his money back. */
@Singleton
public class MerchantDecides {

    private final GroupStore groups;
    private final ActivityStore activities;
    private final DecideGroups decide;
    private final FailGroups failGroups;
    private final Orders orders;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    MerchantDecides(
            GroupStore groups,
            ActivityStore activities,
            DecideGroups decide,
            FailGroups failGroups,
            Orders orders,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.groups = groups;
        this.activities = activities;
        this.decide = decide;
        this.failGroups = failGroups;
        this.orders = orders;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** All who have paid get their goods at the group price; the real number of members stays what it is. */
    public Uni<Void> complete(Tx tx, BuyGroupId id, String reason, Actor actor) {
        var now = clock.instant();
        return locked(tx, id)
                .chain(before -> complete(tx, before.completeByMerchant(now), now)
                        .chain(() -> trail(tx, actor, "buy-group.complete", before, reason)));
    }

    private Uni<Void> complete(Tx tx, Succeeded group, Instant now) {
        return groups.save(tx, List.of(group), now)
                .chain(() -> activities.find(tx, group.origin().activity()))
                .chain(activity -> decide.succeeded(tx, group, activity, now))
                .chain(confirmed -> orders.release(tx, ordersOf(confirmed), now));
    }

    /** Ends what is held in the group, so that as few as possible pay for nothing. Before the transaction of {@link #fail}. */
    public Uni<Void> endHeld(BuyGroupId id) {
        return groups.find(transactions.reads(), id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(group -> group instanceof BuyGroup.Open
                        ? failGroups.endHeld(List.of(id))
                        : Uni.createFrom().voidItem());
    }

    public Uni<Void> fail(Tx tx, BuyGroupId id, String reason, Actor actor) {
        var now = clock.instant();
        return locked(tx, id)
                .chain(before -> decide.failed(tx, List.of(before.fail(FailReason.BY_MERCHANT, now)), now)
                        .chain(() -> trail(tx, actor, "buy-group.fail", before, reason)));
    }

    private Uni<BuyGroup> locked(Tx tx, BuyGroupId id) {
        return groups.lock(tx, id).onItem().ifNull().failWith(Refused::notFound);
    }

    private Uni<Void> trail(Tx tx, Actor actor, String action, BuyGroup before, String reason) {
        var places = before.places();
        return audit.append(
                tx,
                new AuditEntry(
                        actor,
                        action,
                        "buy-group",
                        before.origin().id().value().toString(),
                        reason,
                        Map.of(
                                "state", before.kind(),
                                "size", places.size(),
                                "held", places.held(),
                                "paid", places.paid()),
                        null));
    }

    private static List<UUID> ordersOf(List<Placed> places) {
        return places.stream().map(each -> each.seat().order()).toList();
    }
}
