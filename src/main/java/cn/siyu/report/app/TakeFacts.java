package cn.siyu.report.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.report.domain.Refunded;
import cn.siyu.report.store.FactStore;
import cn.siyu.trade.OrderRefunded;
import cn.siyu.trade.Orders;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Notes sales and refunds as they are heard; what an order was is read from trade, where it never changes. */
@Singleton
public class TakeFacts {

    /** Money that never belonged to an order: neither GMV nor less of it. */
    private static final Set<String> FOREIGN = Set.of("LATE_PAYMENT", "DOUBLE_PAYMENT", "NO_PLACE", "HOLD_FAILED");

    private final FactStore facts;
    private final Orders orders;
    private final ShopClock clock;

    @Inject
    TakeFacts(FactStore facts, Orders orders, ShopClock clock) {
        this.facts = facts;
        this.orders = orders;
        this.clock = clock;
    }

    public Uni<Void> sold(Tx tx, List<UUID> paid) {
        return orders.sold(tx, paid)
                .map(sold -> sold.stream().map(Sales::of).toList())
                .chain(sales -> facts.addSales(tx, sales, clock.instant()));
    }

    /** The sale is noted first, should it have been heard of later. */
    public Uni<Void> refunded(Tx tx, OrderRefunded event) {
        if (!event.firm() || FOREIGN.contains(event.cause())) {
            return Uni.createFrom().voidItem();
        }
        var refund = new Refunded(event.refundNo(), event.orderId(), event.amountFen(), event.occurredAt());
        return facts.isKnown(tx, event.orderId())
                .chain(known -> known ? Uni.createFrom().voidItem() : sold(tx, List.of(event.orderId())))
                .chain(() -> facts.addRefunds(tx, List.of(refund), clock.instant()));
    }
}
