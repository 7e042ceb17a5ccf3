package cn.siyu.report.listen;

import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.report.app.SettleSales;
import cn.siyu.trade.OrderRefunded;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Hears of money that went back, for what was settled before. */
@Singleton
class OnSettledOrderRefunded implements Listener<OrderRefunded> {

    private final SettleSales sales;

    @Inject
    OnSettledOrderRefunded(SettleSales sales) {
        this.sales = sales;
    }

    @Override
    public String consumer() {
        return "report.settled-order-refunded";
    }

    @Override
    public Class<OrderRefunded> hears() {
        return OrderRefunded.class;
    }

    @Override
    public Uni<Void> on(Tx tx, OrderRefunded event) {
        return sales.refunded(tx, event);
    }
}
