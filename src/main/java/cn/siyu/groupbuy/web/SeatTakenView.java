package cn.siyu.groupbuy.web;

import cn.siyu.groupbuy.app.TakeSeat.Taken;
import cn.siyu.groupbuy.domain.BuyGroup;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A place that was taken: pay its order until {@code payBy}, or it goes to somebody else. */
@Schema(name = "SeatTakenView")
record SeatTakenView(
        UUID buyGroupId,
        BuyGroup.Kind groupState,
        UUID orderId,
        String orderNo,
        long goodsFen,
        long freightFen,
        long totalFen,
        Instant payBy,

        @Schema(description = "Of the group; absent as long as its leader has not paid") @Nullable
        Instant expiresAt,

        Instant serverTime) {

    static SeatTakenView of(Taken taken, Instant now) {
        var order = taken.order();
        return new SeatTakenView(
                taken.group().origin().id().value(),
                taken.group().kind(),
                order.order(),
                order.orderNo(),
                order.goods().fen(),
                order.freight().fen(),
                order.goods().plus(order.freight()).fen(),
                order.payBy(),
                taken.group() instanceof BuyGroup.Open open ? open.expiresAt() : null,
                now);
    }
}
