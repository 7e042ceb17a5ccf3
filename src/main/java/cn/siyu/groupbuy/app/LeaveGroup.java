package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.LeaveDecision;
import cn.siyu.groupbuy.domain.LeaveDecision.Ends;
import cn.siyu.groupbuy.domain.LeaveDecision.Leaves;
import cn.siyu.groupbuy.domain.LeaveDecision.Stays;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.groupbuy.store.BudgetStore;
import cn.siyu.groupbuy.store.GroupStore;
import cn.siyu.groupbuy.store.PersonStore;
import cn.siyu.groupbuy.store.SeatStore;
import cn.siyu.groupbuy.store.SeatStore.Placed;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.Orders;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A member who has paid goes before his group is complete: his money goes back, his place is free, and others lead on (B17). */
@Singleton
public class LeaveGroup {

    private static final String LEFT = "LEFT";
    private static final int OK = 200;

    private final GroupStore groups;
    private final SeatStore seats;
    private final PersonStore persons;
    private final ActivityStore activities;
    private final BudgetStore budgets;
    private final ShowGroups show;
    private final DecideGroups decide;
    private final FailGroups failGroups;
    private final Orders orders;
    private final Idempotency idempotency;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    LeaveGroup(
            GroupStore groups,
            SeatStore seats,
            PersonStore persons,
            ActivityStore activities,
            BudgetStore budgets,
            ShowGroups show,
            DecideGroups decide,
            FailGroups failGroups,
            Orders orders,
            Idempotency idempotency,
            Transactions transactions,
            ShopClock clock) {
        this.groups = groups;
        this.seats = seats;
        this.persons = persons;
        this.activities = activities;
        this.budgets = budgets;
        this.show = show;
        this.decide = decide;
        this.failGroups = failGroups;
        this.orders = orders;
        this.idempotency = idempotency;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A place and what is decided about it. */
    private record Going(Placed place, LeaveDecision decision) {}

    /** @param shape makes the answer of the group as it is without him */
    public <T> Uni<Response> leave(
            BuyGroupId group, MemberId member, IdempotencyKey key, Function<ShowGroups.Sheet, T> shape) {
        return idempotency
                .once(
                        member.value(),
                        "groups.leave",
                        key,
                        group,
                        OK,
                        tx -> leave(tx, group, member)
                                .chain(() -> show.any(tx, group))
                                .map(shape))
                .call(() -> endWhatIsHeld(group));
    }

    private Uni<Void> leave(Tx tx, BuyGroupId id, MemberId member) {
        var now = clock.instant();
        return groups.lock(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(group -> seats.ofMember(tx, id, member)
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .chain(place -> decide(tx, group, place, now)))
                .chain(going -> carryOut(tx, going, now));
    }

    private Uni<Going> decide(Tx tx, BuyGroup group, Placed place, Instant now) {
        return activities
                .find(tx, place.activity())
                .chain(activity -> seats.firstPaid(
                                tx, place.group(), place.seat().order())
                        .map(next -> new Going(
                                place,
                                LeaveDecision.decide(activity, group, place.seat(), Optional.ofNullable(next), now))));
    }

    private Uni<Void> carryOut(Tx tx, Going going, Instant now) {
        return switch (going.decision()) {
            case Leaves(var group) ->
                groups.save(tx, List.of(group), now)
                        .chain(() -> groups.lead(tx, group.origin()))
                        .chain(() -> payBack(tx, going.place(), now));
            // He has left before the group fails: it has nobody else to pay back.
            case Ends(var group) -> payBack(tx, going.place(), now).chain(() -> decide.failed(tx, List.of(group), now));
            case Stays(var reason) ->
                Uni.createFrom()
                        .failure(Refused.with(
                                reason,
                                reason.title(),
                                Map.of("seat", going.place().seat().state().name())));
        };
    }

    private Uni<Void> payBack(Tx tx, Placed place, Instant now) {
        return seats.leave(tx, place.seat().order(), now)
                .chain(() -> orders.giveUp(tx, List.of(place.seat().order()), LEFT, now))
                .chain(() -> persons.giveBack(tx, List.of(place)))
                .chain(() -> budgets.giveBack(tx, List.of(place.seat().order())))
                .replaceWithVoid();
    }

    /** Who was about to pay in a group that nobody waits in any more does not have to find out by paying. */
    private Uni<Void> endWhatIsHeld(BuyGroupId id) {
        return groups.find(transactions.reads(), id)
                .chain(group ->
                        group instanceof BuyGroup.Failed && group.places().held() > 0
                                ? failGroups.endHeld(List.of(id))
                                : Uni.createFrom().voidItem());
    }
}
