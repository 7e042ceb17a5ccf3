package cn.siyu.trade.app;

import cn.siyu.kernel.event.DomainEvent;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderCompleted;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.OrderReceived;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.store.OrderStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;

/** What happens to a shipped order: the buyer or time says that it has arrived, and time completes it (E16). */
@Singleton
public class MoveOrderOn {

    private final OrderStore orders;
    private final Earnings earnings;
    private final Outbox outbox;
    private final Transactions transactions;
    private final TradeSettings settings;
    private final ShopClock clock;

    @Inject
    MoveOrderOn(
            OrderStore orders,
            Earnings earnings,
            Outbox outbox,
            Transactions transactions,
            TradeSettings settings,
            ShopClock clock) {
        this.orders = orders;
        this.earnings = earnings;
        this.outbox = outbox;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /** The buyer says that his goods have arrived. */
    public Uni<Void> confirmReceipt(MemberId member, OrderId id) {
        return transactions.in(tx -> orders.findOf(tx, member, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(order -> receive(tx, order)));
    }

    /** Time says so. */
    public Uni<Void> receive(OrderId id) {
        return transactions.in(tx -> found(tx, id).chain(order -> receive(tx, order)));
    }

    public Uni<Void> complete(OrderId id) {
        return transactions.in(tx -> found(tx, id).chain(order -> complete(tx, order)));
    }

    private Uni<Order> found(Tx tx, OrderId id) {
        return orders.find(tx, id).onItem().ifNull().failWith(Refused::notFound);
    }

    private Uni<Void> receive(Tx tx, Order order) {
        var now = clock.instant();
        return save(tx, order.received(now), received(order, now), now);
    }

    private Uni<Void> complete(Tx tx, Order order) {
        var now = clock.instant();
        return save(tx, order.completed(now), completed(order, now), now).chain(() -> earnings.earn(tx, order, now));
    }

    private Uni<Void> save(Tx tx, Order order, DomainEvent event, Instant now) {
        return orders.save(tx, order, settings.waits(), now).chain(() -> outbox.append(tx, event));
    }

    private static OrderReceived received(Order order, Instant now) {
        return new OrderReceived(
                Ids.next(),
                now,
                order.id().value(),
                order.number(),
                order.member().value());
    }

    private static OrderCompleted completed(Order order, Instant now) {
        return new OrderCompleted(
                Ids.next(),
                now,
                order.id().value(),
                order.number(),
                order.member().value(),
                order.money().goodsLeft().fen(),
                order.money().freightLeft().fen());
    }
}
