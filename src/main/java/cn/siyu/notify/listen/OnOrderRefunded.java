package cn.siyu.notify.listen;

import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.notify.app.Announce;
import cn.siyu.notify.domain.Kind;
import cn.siyu.notify.domain.News;
import cn.siyu.notify.domain.News.Addressee;
import cn.siyu.notify.domain.Yuan;
import cn.siyu.trade.OrderRefunded;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells a buyer that money has come back to him. */
@Singleton
class OnOrderRefunded implements Listener<OrderRefunded> {

    private final Announce announce;

    @Inject
    OnOrderRefunded(Announce announce) {
        this.announce = announce;
    }

    @Override
    public String consumer() {
        return "notify.order-refunded";
    }

    @Override
    public Class<OrderRefunded> hears() {
        return OrderRefunded.class;
    }

    @Override
    public Uni<Void> on(Tx tx, OrderRefunded event) {
        return announce.announce(
                tx,
                new News(
                        Kind.REFUNDED,
                        event.eventId(),
                        event.occurredAt(),
                        List.of(new Addressee(event.memberId(), event.orderId())),
                        Optional.empty(),
                        Map.of(
                                "orderNo", event.orderNo(),
                                "amount", Yuan.written(event.amountFen()),
                                "reason", reason(event.cause()))));
    }

    private static String reason(String cause) {
        return switch (cause) {
            case "AFTER_SALE" -> "售后退款";
            // Its group did not fill, or he has left it.
            case "HOLD_FAILED" -> "拼团未成或已退出，款项原路退回";
            case "REBATE" -> "拼团优惠，差价原路退回";
            case "NO_PLACE" -> "名额已满，款项原路退回";
            case "LATE_PAYMENT" -> "订单已关闭，款项原路退回";
            case "DOUBLE_PAYMENT" -> "重复支付，款项原路退回";
            default -> "款项已原路退回";
        };
    }
}
