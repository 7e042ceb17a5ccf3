package cn.siyu.report.listen;

import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.report.app.TakeFacts;
import cn.siyu.trade.OrderRefunded;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Hears that money of an order has gone back. */
@Singleton
class OnOrderRefunded implements Listener<OrderRefunded> {

    private final TakeFacts take;

    @Inject
    OnOrderRefunded(TakeFacts take) {
        this.take = take;
    }

    @Override
    public String consumer() {
        return "report.order-refunded";
    }

    @Override
    public Class<OrderRefunded> hears() {
        return OrderRefunded.class;
    }

    @Override
    public Uni<Void> on(Tx tx, OrderRefunded event) {
        return take.refunded(tx, event);
    }
}
