package cn.siyu.trade.app;

import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderPaid;
import cn.siyu.trade.store.HeldOrders;
import cn.siyu.trade.store.HeldOrders.Paid;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/** Paid orders that nothing holds back any more are sales from now on: told once each, in the transaction that made them so. */
@ApplicationScoped
class MakeFirm {

    private final HeldOrders orders;
    private final Outbox outbox;

    @Inject
    MakeFirm(HeldOrders orders, Outbox outbox) {
        this.orders = orders;
        this.outbox = outbox;
    }

    /** Called after the orders were saved. */
    Uni<Void> firm(Tx tx, List<Paid> paid, Instant now) {
        if (paid.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return orders.makeFirm(
                        tx,
                        paid.stream().map(Paid::id).toList(),
                        paid.stream().map(_ -> false).toList(),
                        now)
                .chain(() -> outbox.append(
                        tx, paid.stream().map(each -> told(each, false, now)).toList()));
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
