package cn.siyu.commission.listen;

import cn.siyu.commission.app.CommissionFence;
import cn.siyu.commission.app.HearOrders;
import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderRefunded;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Hears that money has gone back: its part of the commissions goes back too. */
@Singleton
class OnOrderRefunded implements Listener<OrderRefunded> {

    private final HearOrders orders;

    @Inject
    OnOrderRefunded(HearOrders orders) {
        this.orders = orders;
    }

    @Override
    public String consumer() {
        return CommissionFence.REFUNDED;
    }

    @Override
    public Class<OrderRefunded> hears() {
        return OrderRefunded.class;
    }

    @Override
    public Uni<Void> on(Tx tx, OrderRefunded event) {
        return orders.refunded(tx, event);
    }
}
