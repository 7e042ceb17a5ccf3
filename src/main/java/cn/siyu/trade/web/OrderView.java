package cn.siyu.trade.web;

import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.kernel.money.Money;
import cn.siyu.member.DeliveryAddress;
import cn.siyu.promotion.CouponType;
import cn.siyu.trade.Terms;
import cn.siyu.trade.app.ReadOrders.Detail;
import cn.siyu.trade.domain.CancelledBy;
import cn.siyu.trade.domain.OrderLine;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.domain.SpentCoupon;
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

        @Schema(description = "What the goods cost after coupons")
        long goodsFen,

        @Schema(description = "What coupons, and staff before it was paid, took off the goods")
        long discountFen,

        @Schema(description = "What the freight costs after coupons")
        long freightFen,

        @Schema(description = "What coupons took off the freight")
        long freightDiscountFen,

        long totalFen,

        @Schema(description = "What has arrived back at the buyer")
        long refundedFen,

        @Schema(description = "What may still be promised back")
        long refundableFen,

        @Schema(description = "The coupons that it was placed with")
        List<Spent> coupons,

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

            @Schema(description = "What coupons, and staff before it was paid, took off this line")
            long discountFen,

            @Schema(description = "What the units cost after coupons")
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

    /** A coupon, as it was then, and what it took off. */
    @Schema(name = "OrderCouponView")
    record Spent(UUID couponId, String name, CouponType type, long discountFen, long freightDiscountFen) {

        static Spent of(SpentCoupon coupon) {
            return new Spent(
                    coupon.coupon(),
                    coupon.name(),
                    coupon.type(),
                    coupon.offGoods().fen(),
                    coupon.offFreight().fen());
        }
    }

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
                Money.sum(order.lines().stream().map(OrderLine::discount).toList())
                        .fen(),
                order.money().freight().fen(),
                Money.sum(detail.coupons().stream().map(SpentCoupon::offFreight).toList())
                        .fen(),
                order.money().total().fen(),
                order.money().refunded().fen(),
                order.payment().isEmpty() ? 0 : order.money().refundable().fen(),
                detail.coupons().stream().map(Spent::of).toList(),
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
                line.discount().fen(),
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
