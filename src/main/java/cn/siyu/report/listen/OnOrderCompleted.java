package cn.siyu.report.listen;

import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.report.app.SettleSales;
import cn.siyu.trade.OrderCompleted;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Hears that an order is settled. */
@Singleton
class OnOrderCompleted implements Listener<OrderCompleted> {

    private final SettleSales sales;

    @Inject
    OnOrderCompleted(SettleSales sales) {
        this.sales = sales;
    }

    @Override
    public String consumer() {
        return "report.order-completed";
    }

    @Override
    public Class<OrderCompleted> hears() {
        return OrderCompleted.class;
    }

    @Override
    public Uni<Void> on(Tx tx, OrderCompleted event) {
        return sales.completed(tx, event);
    }
}
