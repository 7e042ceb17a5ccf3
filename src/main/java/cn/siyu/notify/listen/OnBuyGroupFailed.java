package cn.siyu.notify.listen;

import cn.siyu.groupbuy.BuyGroupFailed;
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

/** Tells everybody in a group that it was not completed and that his money comes back. */
@Singleton
class OnBuyGroupFailed implements Listener<BuyGroupFailed> {

    private final Announce announce;

    @Inject
    OnBuyGroupFailed(Announce announce) {
        this.announce = announce;
    }

    @Override
    public String consumer() {
        return "notify.buy-group-failed";
    }

    @Override
    public Class<BuyGroupFailed> hears() {
        return BuyGroupFailed.class;
    }

    @Override
    public Uni<Void> on(Tx tx, BuyGroupFailed event) {
        return announce.announce(
                tx,
                new News(
                        Kind.GROUP_FAILED,
                        event.eventId(),
                        event.occurredAt(),
                        event.seats().stream()
                                .map(seat -> new Addressee(seat.memberId(), seat.orderId()))
                                .toList(),
                        Optional.of(event.spuId()),
                        Map.of("reason", reason(event.reason()), "note", "已付款项将原路退回")));
    }

    private static String reason(String code) {
        return switch (code) {
            case "EXPIRED" -> "未在规定时间内成团";
            case "BY_MERCHANT" -> "商家已结束该团";
            default -> "活动已结束，未能成团";
        };
    }
}
