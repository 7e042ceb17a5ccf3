package cn.siyu.groupbuy.listen;

import cn.siyu.groupbuy.store.SeatStore;
import cn.siyu.groupbuy.store.SettlementStore;
import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderRefunded;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Hears that nothing of an order is left: the place of a failed group is paid back, one of a complete group is shown so (B18). */
@Singleton
class OnOrderRefunded implements Listener<OrderRefunded> {

    private final SeatStore seats;
    private final SettlementStore settlements;

    @Inject
    OnOrderRefunded(SeatStore seats, SettlementStore settlements) {
        this.seats = seats;
        this.settlements = settlements;
    }

    @Override
    public String consumer() {
        return "groupbuy.order-refunded";
    }

    @Override
    public Class<OrderRefunded> hears() {
        return OrderRefunded.class;
    }

    @Override
    public Uni<Void> on(Tx tx, OrderRefunded event) {
        return event.closed()
                ? seats.refunded(tx, event.orderId(), event.occurredAt())
                        .chain(() -> settlements.reverse(tx, event.orderId(), event.occurredAt()))
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }
}
