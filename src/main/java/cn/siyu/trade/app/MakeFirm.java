package cn.siyu.trade.app;

import cn.siyu.audience.Buyers;
import cn.siyu.audience.Buyers.Purchase;
import cn.siyu.distribution.Distributors;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderPaid;
import cn.siyu.trade.store.HeldOrders;
import cn.siyu.trade.store.HeldOrders.Paid;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Paid orders that nothing holds back any more are sales from now on: told once each, in the transaction that made them so.
 * Whether the buyer has bought before and whose customer he is hangs on it, so both are told here and not by the event.
 */
@Singleton
class MakeFirm {

    private final HeldOrders orders;
    private final Buyers buyers;
    private final Distributors distributors;
    private final Outbox outbox;

    @Inject
    MakeFirm(HeldOrders orders, Buyers buyers, Distributors distributors, Outbox outbox) {
        this.orders = orders;
        this.buyers = buyers;
        this.distributors = distributors;
        this.outbox = outbox;
    }

    /** Called after the orders were saved. */
    Uni<Void> firm(Tx tx, List<Paid> paid, Instant now) {
        return paid.isEmpty()
                ? Uni.createFrom().voidItem()
                : buyers.bought(
                                tx,
                                paid.stream()
                                        .map(each -> new Purchase(each.id(), each.buyer(), each.total(), now))
                                        .toList())
                        .call(() -> customers(tx, paid, now))
                        .chain(first -> firm(tx, paid, first, now));
    }

    private Uni<Void> firm(Tx tx, List<Paid> paid, Set<UUID> first, Instant now) {
        return orders.makeFirm(
                        tx,
                        paid.stream().map(Paid::id).toList(),
                        paid.stream().map(each -> first.contains(each.id())).toList(),
                        now)
                .chain(() -> outbox.append(
                        tx,
                        paid.stream()
                                .map(each -> told(each, first.contains(each.id()), now))
                                .toList()));
    }

    /** Sorted by member: two transactions wait for each other in one direction only. */
    private Uni<Void> customers(Tx tx, List<Paid> paid, Instant now) {
        return Multi.createFrom()
                .iterable(paid.stream()
                        .sorted(Comparator.comparing(
                                each -> new MemberId(each.buyer().member())))
                        .toList())
                .onItem()
                .transformToUniAndConcatenate(each -> distributors.ordered(
                        tx, new MemberId(each.buyer().member()), each.id(), each.goods(), each.distributor(), now))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static OrderPaid told(Paid order, boolean first, Instant now) {
        return new OrderPaid(
                Ids.next(),
                now,
                order.id(),
                order.number(),
                order.buyer().member(),
                order.payment(),
                order.total().fen(),
                first);
    }
}
