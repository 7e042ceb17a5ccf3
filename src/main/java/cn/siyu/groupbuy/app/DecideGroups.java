package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupFailed;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.BuyGroupOpened;
import cn.siyu.groupbuy.BuyGroupSucceeded;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.BuyGroup.Failed;
import cn.siyu.groupbuy.domain.BuyGroup.Open;
import cn.siyu.groupbuy.domain.BuyGroup.Succeeded;
import cn.siyu.groupbuy.domain.SeatState;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.groupbuy.store.BudgetStore;
import cn.siyu.groupbuy.store.GroupStore;
import cn.siyu.groupbuy.store.PersonStore;
import cn.siyu.groupbuy.store.SeatStore;
import cn.siyu.groupbuy.store.SeatStore.Placed;
import cn.siyu.groupbuy.store.SettlementStore;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.Orders;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes what has become of groups, one or many, and tells it (B12, B14). The groups are locked. */
@Singleton
class DecideGroups {

    private final GroupStore groups;
    private final SeatStore seats;
    private final PersonStore persons;
    private final ActivityStore activities;
    private final SettlementStore settlements;
    private final BudgetStore budgets;
    private final RewardLeader leaders;
    private final Orders orders;
    private final Outbox outbox;

    @Inject
    DecideGroups(
            GroupStore groups,
            SeatStore seats,
            PersonStore persons,
            ActivityStore activities,
            SettlementStore settlements,
            BudgetStore budgets,
            RewardLeader leaders,
            Orders orders,
            Outbox outbox) {
        this.groups = groups;
        this.seats = seats;
        this.persons = persons;
        this.activities = activities;
        this.settlements = settlements;
        this.budgets = budgets;
        this.leaders = leaders;
        this.orders = orders;
        this.outbox = outbox;
    }

    Uni<Void> opened(Tx tx, Open group, Activity activity, Instant now) {
        var origin = group.origin();
        return outbox.append(
                tx,
                new BuyGroupOpened(
                        Ids.next(),
                        now,
                        origin.id().value(),
                        origin.activity().value(),
                        activity.plan().spu().value(),
                        origin.leader().value(),
                        group.places().size(),
                        group.expiresAt()));
    }

    /** All paid places are confirmed; answers them. Their orders are the caller's to release. */
    Uni<List<Placed>> succeeded(Tx tx, Succeeded group, Activity activity, Instant now) {
        return confirm(tx, group, activity, now)
                .call(confirmed -> outbox.append(tx, told(group, activity, confirmed, now)));
    }

    /** The places of a complete group that are paid now. */
    Uni<List<Placed>> confirm(Tx tx, Succeeded group, Activity activity, Instant now) {
        var id = List.of(group.origin().id());
        return seats.move(tx, id, SeatState.PAID, SeatState.CONFIRMED, now)
                .call(confirmed -> persons.decided(tx, confirmed))
                .call(confirmed -> leaders.lead(tx, group, activity, confirmed))
                .call(() -> activity.plan().settles()
                        ? settlements.owe(tx, id, now)
                        : Uni.createFrom().item(0));
    }

    /** Each member's own payment goes back (B12); many groups at once. */
    Uni<Void> failed(Tx tx, List<Failed> failed, Instant now) {
        if (failed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var ids = failed.stream().map(each -> each.origin().id()).toList();
        var concerned =
                failed.stream().map(each -> each.origin().activity()).distinct().toList();
        return groups.save(tx, failed, now)
                .chain(() -> seats.move(tx, ids, SeatState.PAID, SeatState.REFUNDING, now))
                .call(places -> giveUp(tx, failed, places, now))
                .call(places -> persons.giveBack(tx, places))
                .call(places -> budgets.giveBack(tx, ordersOf(places)))
                .chain(places -> activities
                        .find(tx, concerned)
                        .chain(found -> outbox.append(tx, told(failed, found, places, now))));
    }

    /** By reason, so that each buyer reads his own. */
    private Uni<Void> giveUp(Tx tx, List<Failed> failed, List<Placed> places, Instant now) {
        var reasons = failed.stream()
                .collect(Collectors.toMap(
                        each -> each.origin().id(), each -> each.reason().name()));
        var byReason = places.stream()
                .collect(Collectors.groupingBy(
                        each -> reasons.getOrDefault(each.group(), ""),
                        Collectors.mapping(each -> each.seat().order(), Collectors.toList())));
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var each : byReason.entrySet()) {
            all = all.chain(() -> orders.giveUp(tx, each.getValue(), each.getKey(), now));
        }
        return all;
    }

    static List<UUID> ordersOf(List<Placed> places) {
        return places.stream().map(each -> each.seat().order()).toList();
    }

    private static BuyGroupSucceeded told(Succeeded group, Activity activity, List<Placed> places, Instant now) {
        var origin = group.origin();
        return new BuyGroupSucceeded(
                Ids.next(),
                now,
                origin.id().value(),
                origin.activity().value(),
                activity.plan().spu().value(),
                origin.leader().value(),
                group.places().size(),
                group.by().name(),
                places.stream()
                        .map(each -> new BuyGroupSucceeded.Seat(
                                each.seat().member().value(), each.seat().order()))
                        .toList());
    }

    private static List<BuyGroupFailed> told(
            List<Failed> failed, List<Activity> activities, List<Placed> places, Instant now) {
        Map<ActivityId, Activity> byId =
                activities.stream().collect(Collectors.toMap(Activity::id, Function.identity()));
        Map<BuyGroupId, List<Placed>> byGroup = places.stream().collect(Collectors.groupingBy(Placed::group));
        return failed.stream()
                .map(group ->
                        told(group, byId, byGroup.getOrDefault(group.origin().id(), List.of()), now))
                .toList();
    }

    @SuppressWarnings("NullAway") // A group has an activity: a foreign key says so.
    private static BuyGroupFailed told(
            Failed group, Map<ActivityId, Activity> activities, List<Placed> places, Instant now) {
        BuyGroup.Origin origin = group.origin();
        return new BuyGroupFailed(
                Ids.next(),
                now,
                origin.id().value(),
                origin.activity().value(),
                activities.get(origin.activity()).plan().spu().value(),
                origin.leader().value(),
                group.reason().name(),
                places.stream()
                        .map(each -> new BuyGroupFailed.Seat(
                                each.seat().member().value(), each.seat().order()))
                        .toList());
    }
}
