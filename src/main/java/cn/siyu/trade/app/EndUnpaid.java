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
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.store.OrderStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/**
 * Ends an unpaid order, in this order: nothing can be paid any more at WeChat, then place, stock, coupons and state in one transaction
 * (B9, E6). Money that was faster wins; a WeChat that does not answer keeps everything as it is.
 */
@ApplicationScoped
public class EndUnpaid {

    private final Payments payments;
    private final Stock stock;
    private final CountPurchases limits;
    private final CarryCoupons coupons;
    private final OrderStore orders;
    private final Holds holds;
    private final Outbox outbox;
    private final Transactions transactions;
    private final TradeSettings settings;
    private final ShopClock clock;

    @Inject
    EndUnpaid(
            Payments payments,
            Stock stock,
            CountPurchases limits,
            CarryCoupons coupons,
            OrderStore orders,
            Holds holds,
            Outbox outbox,
            Transactions transactions,
            TradeSettings settings,
            ShopClock clock) {
        this.payments = payments;
        this.stock = stock;
        this.limits = limits;
        this.coupons = coupons;
        this.orders = orders;
        this.holds = holds;
        this.outbox = outbox;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /** Answers what WeChat said; the order has ended only when that is {@code CLOSED}. */
    public Uni<Closing> end(OrderId id, CancelledBy by) {
        return payments.close(id.value())
                .call(closing -> closing == Closing.CLOSED
                        ? transactions.in(tx -> cancel(tx, id, by))
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> cancel(Tx tx, OrderId id, CancelledBy by) {
        var now = clock.instant();
        return found(tx, id)
                .chain(order -> order.standing()
                        .hold()
                        .map(hold -> holds.lock(tx, hold).chain(() -> found(tx, id)))
                        .orElseGet(() -> Uni.createFrom().item(order)))
                .map(order -> order.cancelled(by, now))
                .call(() -> stock.release(tx, List.of(id.value()), "order ended unpaid", now))
                .call(() -> limits.giveBack(tx, id))
                .call(order -> coupons.letGo(tx, order, now))
                .chain(order -> orders.save(tx, order, settings.waits(), now))
                .call(order -> holds.ended(tx, order, now))
                .chain(order -> outbox.append(tx, told(order, by, now)));
    }

    private Uni<Order> found(Tx tx, OrderId id) {
        return orders.find(tx, id).onItem().ifNull().failWith(Refused::notFound);
    }

    private static OrderCancelled told(Order order, CancelledBy by, Instant now) {
        return new OrderCancelled(
                Ids.next(),
                now,
                order.id().value(),
                order.number(),
                order.member().value(),
                by.name());
    }
}
