package cn.siyu.report.listen;

import cn.siyu.kernel.event.BatchListener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.report.app.TakeFacts;
import cn.siyu.trade.OrderPaid;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Hears that orders are firm. */
@Singleton
class OnOrderPaid implements BatchListener<OrderPaid> {

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
    public Uni<Void> on(Tx tx, List<OrderPaid> events) {
        return take.sold(tx, events.stream().map(OrderPaid::orderId).toList());
    }
}
