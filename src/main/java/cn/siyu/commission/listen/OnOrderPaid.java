package cn.siyu.commission.listen;

import cn.siyu.commission.app.CommissionFence;
import cn.siyu.commission.app.HearOrders;
import cn.siyu.kernel.event.BatchListener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderPaid;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Hears that orders are firm: commissions accrue. */
@Singleton
class OnOrderPaid implements BatchListener<OrderPaid> {

    private final HearOrders orders;

    @Inject
    OnOrderPaid(HearOrders orders) {
        this.orders = orders;
    }

    @Override
    public String consumer() {
        return CommissionFence.PAID;
    }

    @Override
    public Class<OrderPaid> hears() {
        return OrderPaid.class;
    }

    @Override
    public Uni<Void> on(Tx tx, List<OrderPaid> events) {
        return orders.firm(tx, events);
    }
}
