package cn.siyu.groupbuy.app;

import cn.siyu.audience.Buyers;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.EndDecision;
import cn.siyu.groupbuy.domain.Mode;
import cn.siyu.groupbuy.domain.PayDecision;
import cn.siyu.groupbuy.domain.PayDecision.Payer;
import cn.siyu.groupbuy.domain.SeatState;
import cn.siyu.groupbuy.domain.Seating.Share;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.groupbuy.store.BudgetStore;
import cn.siyu.groupbuy.store.GroupStore;
import cn.siyu.groupbuy.store.PersonStore;
import cn.siyu.groupbuy.store.SeatStore;
import cn.siyu.groupbuy.store.SeatStore.Placed;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderHolds;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Keeps paid orders back until their group is decided: trade asks it in the transactions in which orders are paid and end. */
@Singleton
class HoldSeats implements OrderHolds {

    static final String KIND = "GROUP_BUY";

    private static final Set<SeatState> BOUGHT = Set.of(SeatState.PAID, SeatState.CONFIRMED);

    private final GroupStore groups;
    private final SeatStore seats;
    private final PersonStore persons;
    private final ActivityStore activities;
    private final BudgetStore budgets;
    private final Buyers buyers;
    private final DecideGroups decide;

    @Inject
    HoldSeats(
            GroupStore groups,
            SeatStore seats,
            PersonStore persons,
            ActivityStore activities,
            BudgetStore budgets,
            Buyers buyers,
            DecideGroups decide) {
        this.groups = groups;
        this.seats = seats;
        this.persons = persons;
        this.activities = activities;
        this.budgets = budgets;
        this.buyers = buyers;
        this.decide = decide;
    }

    /** A payment with everything that is asked about it. */
    private record Case(Activity activity, BuyGroup group, Placed place, Payer payer) {
        PayDecision decide(Instant now) {
            return PayDecision.decide(activity, group, place.seat(), payer, now);
        }

        Case beyondLimits() {
            return new Case(activity, group, place, new Payer(payer.newcomer(), payer.elsewhere(), false));
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> lock(Tx tx, Collection<UUID> holds) {
        return groups.lock(tx, holds.stream().map(BuyGroupId::new).toList()).replaceWithVoid();
    }

    @Override
    public Uni<Verdict> paid(Tx tx, Held order, Instant now) {
        return look(tx, order).chain(found -> countAgain(tx, found, now)).chain(found -> obey(tx, found, now));
    }

    private Uni<Case> look(Tx tx, Held order) {
        return place(tx, order)
                .chain(place -> groups.lock(tx, place.group())
                        .chain(group -> activities
                                .find(tx, place.activity())
                                .chain(activity -> payer(tx, activity, place, order)
                                        .map(payer -> new Case(activity, group, place, payer)))));
    }

    private Uni<Placed> place(Tx tx, Held order) {
        return seats.ofOrder(tx, order.order())
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalStateException("an order without a place: " + order.order()));
    }

    private Uni<Payer> payer(Tx tx, Activity activity, Placed place, Held order) {
        return newcomer(tx, activity, place, order)
                .chain(newcomer -> place.seat().state() == SeatState.RELEASED
                        ? seats.elsewhere(tx, place.group(), place.seat().member(), order.order())
                                .map(elsewhere -> new Payer(newcomer, elsewhere, true))
                        : Uni.createFrom().item(new Payer(newcomer, false, true)));
    }

    /** Asked again: a while has passed since the place was taken (B20). Two payments of one person are looked at in turn. */
    private Uni<Boolean> newcomer(Tx tx, Activity activity, Placed place, Held order) {
        if (activity.plan().mode() != Mode.NEW_MEMBER || place.seat().leader()) {
            return Uni.createFrom().item(true);
        }
        return tx.hold("groupbuy.newcomer:" + place.seat().member().value())
                .chain(() -> buyers.isNew(tx, order.buyer()))
                .chain(fresh -> fresh
                        ? seats.joinedAsNew(tx, place.seat().member(), order.order(), BOUGHT)
                                .map(joined -> !joined)
                        : Uni.createFrom().item(false));
    }

    /** A place that had been let go must fit into the person's limits once more. */
    private Uni<Case> countAgain(Tx tx, Case found, Instant now) {
        var again = switch (found.decide(now)) {
            case PayDecision.Waits waits -> waits.again();
            case PayDecision.Completes completes -> completes.again();
            case PayDecision _ -> false;
        };
        var seat = found.place().seat();
        if (!again) {
            return Uni.createFrom().item(found);
        }
        return persons.take(tx, found.activity(), Map.of(seat.member(), new Share(seat.quantity(), 1)))
                .chain(within -> within == 1
                        ? budgets.takeAgain(tx, seat.order())
                                .chain(enough -> enough
                                        ? Uni.createFrom().item(found)
                                        : persons.giveBack(tx, List.of(found.place()))
                                                .replaceWith(found.beyondLimits()))
                        : Uni.createFrom().item(found.beyondLimits()));
    }

    private Uni<Verdict> obey(Tx tx, Case found, Instant now) {
        var order = found.place().seat().order();
        return switch (found.decide(now)) {
            case PayDecision.Opens(var group) ->
                pay(tx, group, order, now)
                        .chain(() -> decide.opened(tx, group, found.activity(), now))
                        .replaceWith(new Verdict.Wait());
            case PayDecision.Waits waits -> pay(tx, waits.group(), order, now).replaceWith(new Verdict.Wait());
            case PayDecision.Completes completes ->
                pay(tx, completes.group(), order, now)
                        .chain(() -> decide.succeeded(tx, completes.group(), found.activity(), now))
                        .map(confirmed -> new Verdict.Release(others(confirmed, order)));
            case PayDecision.GoesAlong(var group) ->
                pay(tx, group, order, now)
                        .chain(() -> decide.confirm(tx, group, found.activity(), now))
                        .replaceWith(new Verdict.Release(List.of()));
            case PayDecision.Repeated(var confirmed) ->
                Uni.createFrom().item(confirmed ? new Verdict.Release(List.of()) : new Verdict.Wait());
            case PayDecision.GivenUp(var group, var reason) ->
                giveUp(tx, found.place(), group, reason.code(), now).replaceWith(new Verdict.GiveUp(reason.code()));
        };
    }

    private Uni<Integer> pay(Tx tx, BuyGroup group, UUID order, Instant now) {
        return groups.save(tx, List.of(group), now).chain(() -> seats.pay(tx, order, now));
    }

    private Uni<Void> giveUp(Tx tx, Placed place, BuyGroup group, String reason, Instant now) {
        return seats.giveUp(tx, place.seat().order(), reason, now)
                .chain(() -> place.seat().state() == SeatState.HELD
                        ? free(tx, List.of(place), List.of(group), now)
                        : nothing());
    }

    /** Places of one group are let go in turn, each on what the one before has left; all are written together. */
    @Override
    public Uni<Void> ended(Tx tx, List<Held> orders, Instant now) {
        var ids = orders.stream().map(Held::order).toList();
        return seats.ofOrders(tx, ids)
                .invoke(places -> demandAll(ids, places))
                .chain(places -> groups.lock(
                                tx,
                                places.stream().map(Placed::group).distinct().toList())
                        .map(found -> Freed.of(places, found, now)))
                .chain(freed -> freed.places().isEmpty() ? nothing() : free(tx, freed, now));
    }

    private static void demandAll(List<UUID> orders, List<Placed> places) {
        if (places.size() != orders.size()) {
            throw new IllegalStateException("%d places of %d orders".formatted(places.size(), orders.size()));
        }
    }

    private Uni<Void> free(Tx tx, Freed freed, Instant now) {
        var orders = freed.places().stream().map(place -> place.seat().order()).toList();
        return seats.release(tx, orders, now).chain(() -> free(tx, freed.places(), freed.groups(), now));
    }

    /** Places that are let go, and what becomes of their groups. */
    private record Freed(List<Placed> places, List<BuyGroup> groups) {

        static Freed of(List<Placed> places, List<BuyGroup> found, Instant now) {
            var groups = new HashMap<BuyGroupId, BuyGroup>();
            found.forEach(group -> groups.put(group.origin().id(), group));
            var freed = new ArrayList<Placed>();
            var after = new LinkedHashMap<BuyGroupId, BuyGroup>();
            for (var place : places) {
                var group = Optional.ofNullable(groups.get(place.group())).orElseThrow();
                if (EndDecision.decide(group, place.seat(), now) instanceof EndDecision.Freed(var next)) {
                    freed.add(place);
                    groups.put(place.group(), next);
                    after.put(place.group(), next);
                }
            }
            return new Freed(freed, List.copyOf(after.values()));
        }
    }

    private Uni<Void> free(Tx tx, List<Placed> places, List<BuyGroup> after, Instant now) {
        return groups.save(tx, after, now)
                .chain(() -> persons.giveBack(tx, places))
                .chain(() -> budgets.giveBack(
                        tx, places.stream().map(place -> place.seat().order()).toList()))
                .replaceWithVoid();
    }

    private static List<UUID> others(List<Placed> confirmed, UUID order) {
        return confirmed.stream()
                .map(each -> each.seat().order())
                .filter(each -> !each.equals(order))
                .toList();
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
