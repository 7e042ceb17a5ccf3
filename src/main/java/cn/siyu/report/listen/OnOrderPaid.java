package cn.siyu.report.listen;

import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.report.app.TakeFacts;
import cn.siyu.trade.OrderPaid;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Hears that an order is firm. */
@ApplicationScoped
class OnOrderPaid implements Listener<OrderPaid> {

    private final TakeFacts take;

    @Inject
    OnOrderPaid(TakeFacts take) {
        this.take = take;
    }

    @Override
    public String consumer() {
        return "report.order-paid";
    }

    @Override
    public Class<OrderPaid> hears() {
        return OrderPaid.class;
    }

    @Override
    public Uni<Void> on(Tx tx, OrderPaid event) {
        return take.sold(tx, event.orderId());
    }
}
