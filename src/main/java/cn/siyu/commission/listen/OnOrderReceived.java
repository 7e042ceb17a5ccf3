package cn.siyu.commission.listen;

import cn.siyu.commission.app.CommissionFence;
import cn.siyu.commission.app.HearOrders;
import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderReceived;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Hears that the goods are with the buyer: the freeze begins. */
@Singleton
class OnOrderReceived implements Listener<OrderReceived> {

    private final HearOrders orders;

    @Inject
    OnOrderReceived(HearOrders orders) {
        this.orders = orders;
    }

    @Override
    public String consumer() {
        return CommissionFence.RECEIVED;
    }

    @Override
    public Class<OrderReceived> hears() {
        return OrderReceived.class;
    }

    @Override
    public Uni<Void> on(Tx tx, OrderReceived event) {
        return orders.received(tx, event);
    }
}
