package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.app.ReadWish.Read;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.BuyGroup.Open;
import cn.siyu.groupbuy.domain.ConditionText;
import cn.siyu.groupbuy.domain.GivenAway;
import cn.siyu.groupbuy.domain.GroupBuyProblem;
import cn.siyu.groupbuy.store.BudgetStore;
import cn.siyu.groupbuy.store.PersonStore;
import cn.siyu.groupbuy.store.SeatStore;
import cn.siyu.inventory.InventoryProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.trade.Orders;
import cn.siyu.trade.Orders.Placed;
import cn.siyu.trade.Orders.Placement;
import cn.siyu.trade.Terms;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a place that was decided: the order with its stock, the seat, and what the person has taken; all or nothing. */
@ApplicationScoped
class WriteSeat {

    private final Orders orders;
    private final SeatStore seats;
    private final PersonStore persons;
    private final BudgetStore budgets;

    @Inject
    WriteSeat(Orders orders, SeatStore seats, PersonStore persons, BudgetStore budgets) {
        this.orders = orders;
        this.seats = seats;
        this.persons = persons;
        this.budgets = budgets;
    }

    Uni<Placed> write(Tx tx, Read read, BuyGroup group, Instant payBy, boolean leader, Instant now) {
        return orders.place(tx, List.of(new Orders.Priced(read.draft(), terms(read, group, payBy))), now)
                .map(placements -> placed(placements.getFirst()))
                .call(order -> seat(tx, read, group, order, leader, now))
                .call(() -> persons.take(tx, read.activity(), read.draft().member(), read.quantity())
                        .invoke(WriteSeat::refuseBeyondLimits))
                .call(order -> given(tx, read, order, leader));
    }

    /** What is given away is counted last: everybody counts in that row. */
    private Uni<Void> given(Tx tx, Read read, Placed order, boolean leader) {
        var plan = read.activity().plan();
        if (plan.deal().lossBudget().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var amount = GivenAway.atMost(plan, read.offer(), read.draft().listPrice(), read.quantity(), leader);
        return budgets.take(tx, read.activity().id(), Map.of(order.order(), amount))
                .invoke(enough -> {
                    if (!enough) {
                        throw new Refused(GroupBuyProblem.GROUP_BUY_BUDGET_SPENT);
                    }
                })
                .replaceWithVoid();
    }

    static Terms terms(Read read, BuyGroup group, Instant payBy) {
        var plan = read.activity().plan();
        var expiresAt = group instanceof Open open ? Optional.of(open.expiresAt()) : Optional.<Instant>empty();
        return new Terms(
                HoldSeats.KIND,
                read.activity().id().value(),
                group.origin().id().value(),
                read.offer().price(),
                plan.commission(),
                plan.commissionRate(),
                plan.community(),
                payBy,
                ConditionText.of(read.activity(), expiresAt));
    }

    private Uni<Integer> seat(Tx tx, Read read, BuyGroup group, Placed order, boolean leader, Instant now) {
        var seat = new SeatStore.Taken(
                order.order(),
                group.origin().id(),
                group.origin().activity(),
                read.draft().member(),
                leader,
                read.offer().sku(),
                read.quantity(),
                read.offer().price(),
                order.payBy());
        return seats.insert(tx, seat, now)
                .onFailure(failure -> Violations.isOf(failure, SeatStore.ONE_PLACE))
                .transform(_ -> new Refused(GroupBuyProblem.GROUP_ALREADY_JOINED));
    }

    private static Placed placed(Placement placement) {
        return switch (placement) {
            case Placement.Done(var order) -> order;
            case Placement.Lacking _ ->
                throw Refused.fields(
                        InventoryProblem.STOCK_SHORT,
                        List.of(new FieldError("quantity", "is more than what the activity has left")));
        };
    }

    /** The rule has looked already; this is another request of the same person in the same moment. */
    private static void refuseBeyondLimits(boolean taken) {
        if (!taken) {
            throw new Refused(GroupBuyProblem.GROUP_BUY_LIMIT);
        }
    }
}
