package cn.siyu.trade.web;

import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.member.DeliveryAddress;
import cn.siyu.trade.Terms;
import cn.siyu.trade.app.ReadOrders.Detail;
import cn.siyu.trade.domain.CancelledBy;
import cn.siyu.trade.domain.OrderLine;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.store.RefundStore.Cause;
import cn.siyu.trade.store.RefundStore.Refund;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Everything that its buyer, and with a masked address the staff, may know of an order. */
@Schema(name = "OrderView")
record OrderView(
        UUID id,
        String orderNo,
        OrderState.Kind state,

        @Schema(description = "What it waits for after its payment, or waited for; absent for an ordinary order")
        @Nullable
        Condition condition,

        List<Line> lines,
        long goodsFen,
        long freightFen,
        long totalFen,

        @Schema(description = "What has arrived back at the buyer")
        long refundedFen,

        @Schema(description = "What may still be promised back")
        long refundableFen,

        List<Back> refunds,
        Address address,
        Instant placedAt,
        Instant payBy,
        @Nullable Instant paidAt,
        @Nullable Instant shippedAt,
        @Nullable Instant receivedAt,
        @Nullable Instant completedAt,
        @Nullable Instant cancelledAt,
        @Nullable CancelledBy cancelledBy,
        @Nullable Instant closedAt,
        long version,
        Instant serverTime) {

    /** What an activity laid down for an order: it is shipped when this has come about. */
    @Schema(name = "OrderConditionView")
    record Condition(
            @Schema(examples = "GROUP_BUY") String kind,
            UUID activityId,

            @Schema(description = "What the order sits in, such as a buy group")
            UUID holdId,

            @Schema(description = "What the buyer was told before he paid")
            String shownText) {

        static Condition of(Terms terms) {
            return new Condition(terms.kind(), terms.activity(), terms.hold(), terms.shownText());
        }
    }

    /** What was sold, as it was shown then, and what became of its units. */
    @Schema(name = "OrderLineView")
    record Line(
            UUID id,
            UUID skuId,
            UUID spuId,
            String skuCode,
            String title,
            String specText,
            @Nullable String imageUrl,
            long unitPriceFen,
            int quantity,
            long amountFen,
            int shipped,
            int withdrawn,
            int claimed,
            int refunded,
            ReturnPolicy returnPolicy,
            boolean exclusionConfirmed,
            String shownText,

            @Schema(description = "What each unit of a bundle consists of; empty for everything else")
            List<ContentView> contents) {}

    /** Money on its way back, or arrived. */
    @Schema(name = "OrderRefundView")
    record Back(
            String refundNo,
            Cause cause,
            long amountFen,
            String reason,
            Instant promisedAt,
            @Nullable Instant settledAt) {}

    /** Where the parcels go. */
    @Schema(name = "OrderAddressView")
    record Address(String recipient, String phone, String regionCode, String regionText, String detail) {

        static Address of(DeliveryAddress address) {
            return new Address(
                    address.recipient(), address.phone(), address.regionCode(), address.regionText(), address.detail());
        }

        /** For those who need the order but not the person: first character, last four digits, no door. */
        static Address masked(DeliveryAddress address) {
            var phone = address.phone();
            return new Address(
                    address.recipient().isEmpty()
                            ? ""
                            : address.recipient()
                                            .substring(0, address.recipient().offsetByCodePoints(0, 1)) + "**",
                    "*******" + phone.substring(Math.max(0, phone.length() - 4)),
                    address.regionCode(),
                    address.regionText(),
                    "***");
        }
    }

    static OrderView of(Detail detail, Address address, Instant now) {
        var order = detail.order();
        var sheet = detail.sheet();
        return new OrderView(
                order.id().value(),
                order.number(),
                order.kind(),
                detail.background().terms().map(Condition::of).orElse(null),
                order.lines().stream().map(OrderView::line).toList(),
                order.money().goods().fen(),
                order.money().freight().fen(),
                order.money().total().fen(),
                order.money().refunded().fen(),
                order.payment().isEmpty() ? 0 : order.money().refundable().fen(),
                detail.refunds().stream().map(OrderView::back).toList(),
                address,
                sheet.placedAt(),
                sheet.payBy(),
                sheet.paidAt().orElse(null),
                sheet.shippedAt().orElse(null),
                sheet.receivedAt().orElse(null),
                sheet.completedAt().orElse(null),
                sheet.cancelledAt().orElse(null),
                order.state() instanceof OrderState.Cancelled(var by) ? by : null,
                sheet.closedAt().orElse(null),
                order.version(),
                now);
    }

    private static Line line(OrderLine line) {
        var sold = line.sold();
        return new Line(
                line.id(),
                sold.sku().value(),
                sold.spu(),
                sold.skuCode(),
                sold.title(),
                sold.specText(),
                sold.imageUrl().orElse(null),
                sold.unitPrice().fen(),
                line.quantity(),
                line.amount().fen(),
                line.shipped(),
                line.withdrawn(),
                line.claimed(),
                line.refunded(),
                sold.returnPolicy(),
                sold.exclusionConfirmed(),
                sold.shownText(),
                ContentView.of(sold));
    }

    private static Back back(Refund refund) {
        return new Back(
                refund.number(),
                refund.cause(),
                refund.amount().fen(),
                refund.reason(),
                refund.promisedAt(),
                refund.settledAt().orElse(null));
    }
}
