package cn.siyu.trade.app;

import cn.siyu.inventory.Stock;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.Payments;
import cn.siyu.payment.Payments.Closing;
import cn.siyu.trade.OrderCancelled;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.CancelledBy;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.domain.Unpaid;
import cn.siyu.trade.store.UnpaidOrders;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Ends unpaid orders, in this order: nothing can be paid any more at WeChat, then place, stock, limits, coupons and state in one
 * transaction (B9, E6). Money that was faster wins; a WeChat that does not answer keeps everything as it is.
 */
@Singleton
public class EndUnpaid {

    private final Payments payments;
    private final Stock stock;
    private final CountPurchases limits;
    private final CarryCoupons coupons;
    private final UnpaidOrders orders;
    private final Holds holds;
    private final Outbox outbox;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    EndUnpaid(
            Payments payments,
            Stock stock,
            CountPurchases limits,
            CarryCoupons coupons,
            UnpaidOrders orders,
            Holds holds,
            Outbox outbox,
            Transactions transactions,
            ShopClock clock) {
        this.payments = payments;
        this.stock = stock;
        this.limits = limits;
        this.coupons = coupons;
        this.orders = orders;
        this.holds = holds;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Answers what WeChat said; the order has ended only when that is {@code CLOSED}. */
    public Uni<Closing> end(OrderId id, CancelledBy by) {
        return payments.close(id.value())
                .call(closing -> closing == Closing.CLOSED
                        ? transactions.in(tx -> end(tx, id, by))
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> end(Tx tx, OrderId id, CancelledBy by) {
        return end(tx, List.of(id), by)
                .chain(ended ->
                        ended.isEmpty() ? refuse(tx, id) : Uni.createFrom().voidItem());
    }

    private Uni<Void> refuse(Tx tx, OrderId id) {
        return orders.state(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(state -> Uni.createFrom().failure(OrderState.changed(state)));
    }

    /**
     * Ends those of them that are unpaid, and answers them; the others are passed over. One statement per table, however many
     * there are. They are looked at when what they sit in and what is kept for them is locked: whoever pays or ends one of
     * them comes this way too.
     */
    Uni<List<Unpaid>> end(Tx tx, Collection<OrderId> ids, CancelledBy by) {
        var now = clock.instant();
        return orders.holds(tx, ids)
                .chain(found -> holds.lock(tx, found))
                .chain(() -> stock.lock(tx, ids.stream().map(OrderId::value).toList()))
                .chain(() -> orders.load(tx, ids))
                .call(found -> found.isEmpty() ? Uni.createFrom().voidItem() : end(tx, found, by, now));
    }

    private Uni<Void> end(Tx tx, List<Unpaid> found, CancelledBy by, Instant now) {
        return stock.release(tx, values(found), "order ended unpaid", now)
                .chain(() -> limits.giveBack(tx, found.stream().map(Unpaid::id).toList()))
                .chain(() -> coupons.letGo(tx, found, now))
                .chain(() -> orders.end(tx, found, by, now))
                .chain(() -> holds.ended(tx, found, now))
                .chain(() -> outbox.append(
                        tx, found.stream().map(each -> told(each, by, now)).toList()));
    }

    private static List<UUID> values(List<Unpaid> orders) {
        return orders.stream().map(order -> order.id().value()).toList();
    }

    private static OrderCancelled told(Unpaid order, CancelledBy by, Instant now) {
        return new OrderCancelled(
                Ids.next(),
                now,
                order.id().value(),
                order.number(),
                order.member().value(),
                by.name());
    }
}
