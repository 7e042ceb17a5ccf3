package cn.siyu.trade.web;

import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.store.OrderPages.Card;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An order as a line of a list: its first title and image stand for all. */
@Schema(name = "OrderCardView")
record OrderCardView(
        UUID id,
        String orderNo,
        UUID memberId,
        OrderState.Kind state,
        @Nullable UUID activityId,

        @Schema(description = "What it sits in, such as a buy group") @Nullable
        UUID holdId,

        String title,
        @Nullable String imageUrl,
        long units,
        long totalFen,
        long refundedFen,
        String regionText,
        Instant placedAt,
        Instant payBy,
        @Nullable Instant paidAt) {

    static OrderCardView of(Card card) {
        return new OrderCardView(
                card.id(),
                card.number(),
                card.member(),
                card.state(),
                card.activity().orElse(null),
                card.hold().orElse(null),
                card.title(),
                card.imageUrl().orElse(null),
                card.units(),
                card.goods().plus(card.freight()).fen(),
                card.refunded().fen(),
                card.regionText(),
                card.placedAt(),
                card.payBy(),
                card.paidAt().orElse(null));
    }
}
