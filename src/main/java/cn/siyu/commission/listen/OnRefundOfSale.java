package cn.siyu.commission.listen;

import cn.siyu.distribution.Distributors;
import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderRefunded;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Tells distribution, which stands below trade, how much of a sale went back: a tier hangs on what is left (C6). */
@Singleton
class OnRefundOfSale implements Listener<OrderRefunded> {

    private final Distributors distributors;

    @Inject
    OnRefundOfSale(Distributors distributors) {
        this.distributors = distributors;
    }

    @Override
    public String consumer() {
        return "commission.refund-of-sale";
    }

    @Override
    public Class<OrderRefunded> hears() {
        return OrderRefunded.class;
    }

    @Override
    public Uni<Void> on(Tx tx, OrderRefunded event) {
        var goods =
                event.lines().stream().mapToLong(OrderRefunded.Line::goodsFen).sum();
        return event.firm() && goods > 0
                ? distributors.gaveBack(tx, event.orderId(), new Money(goods))
                : Uni.createFrom().voidItem();
    }
}
