package cn.siyu.notify.listen;

import cn.siyu.groupbuy.BuyGroupSucceeded;
import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.notify.app.Announce;
import cn.siyu.notify.domain.Kind;
import cn.siyu.notify.domain.News;
import cn.siyu.notify.domain.News.Addressee;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Tells everybody in a group that it is complete. */
@Singleton
class OnBuyGroupSucceeded implements Listener<BuyGroupSucceeded> {

    private final Announce announce;

    @Inject
    OnBuyGroupSucceeded(Announce announce) {
        this.announce = announce;
    }

    @Override
    public String consumer() {
        return "notify.buy-group-succeeded";
    }

    @Override
    public Class<BuyGroupSucceeded> hears() {
        return BuyGroupSucceeded.class;
    }

    @Override
    public Uni<Void> on(Tx tx, BuyGroupSucceeded event) {
        return announce.announce(
                tx,
                new News(
                        Kind.GROUP_SUCCEEDED,
                        event.eventId(),
                        event.occurredAt(),
                        event.seats().stream()
                                .map(seat -> new Addressee(seat.memberId(), seat.orderId()))
                                .toList(),
                        Optional.of(event.spuId()),
                        Map.of("size", Integer.toString(event.size()), "note", "拼团成功，商家将尽快发货")));
    }
}
