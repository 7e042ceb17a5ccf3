package cn.siyu.notify.listen;

import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.notify.app.Announce;
import cn.siyu.notify.domain.Kind;
import cn.siyu.notify.domain.News;
import cn.siyu.notify.domain.News.Addressee;
import cn.siyu.trade.OrderShipped;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells a buyer that a parcel of his has left. */
@Singleton
class OnOrderShipped implements Listener<OrderShipped> {

    private final Announce announce;

    @Inject
    OnOrderShipped(Announce announce) {
        this.announce = announce;
    }

    @Override
    public String consumer() {
        return "notify.order-shipped";
    }

    @Override
    public Class<OrderShipped> hears() {
        return OrderShipped.class;
    }

    @Override
    public Uni<Void> on(Tx tx, OrderShipped event) {
        return announce.announce(
                tx,
                new News(
                        Kind.SHIPPED,
                        event.eventId(),
                        event.occurredAt(),
                        List.of(new Addressee(event.memberId(), event.orderId())),
                        Optional.empty(),
                        Map.of(
                                "orderNo", event.orderNo(),
                                "carrier", event.carrier(),
                                "trackingNo", event.trackingNo())));
    }
}
