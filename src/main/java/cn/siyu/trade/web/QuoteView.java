package cn.siyu.trade.web;

import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.money.Money;
import cn.siyu.promotion.CouponType;
import cn.siyu.promotion.Coupons.Advice;
import cn.siyu.promotion.Coupons.Taken;
import cn.siyu.promotion.Coupons.Verdict;
import cn.siyu.promotion.Unusable;
import cn.siyu.trade.domain.Quote;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a purchase costs now, and the hash by which the buyer agrees to it. */
@Schema(name = "OrderQuoteView")
record QuoteView(
        List<Line> lines,

        @Schema(description = "What the goods cost after coupons")
        long goodsFen,

        @Schema(description = "What coupons take off the goods")
        long discountFen,

        @Schema(description = "After coupons; absent as long as no address was named") @Nullable
        Long freightFen,

        @Schema(description = "What coupons take off the freight")
        long freightDiscountFen,

        long totalFen,

        @Schema(description = "The coupons in this quote: send them back with the order")
        List<UUID> couponIds,

        @Schema(description = "Every coupon that is not spent, and what it would do alone")
        List<CouponAdviceView> coupons,

        @Schema(description = "The combination that takes the most off")
        List<UUID> bestCouponIds,

        @Schema(description = "What that combination takes off goods and freight together")
        long bestOffFen,

        @Schema(description = "Send it back with the order") String quoteHash,
        Instant expiresAt) {

    /** One SKU with all its units. */
    @Schema(name = "OrderQuoteLineView")
    record Line(
            UUID skuId,
            String title,
            String specText,
            @Nullable String imageUrl,
            int quantity,
            long unitPriceFen,

            @Schema(description = "What coupons take off this line")
            long discountFen,

            @Schema(description = "What the units cost after coupons")
            long amountFen,

            Availability availability,
            ReturnPolicy returnPolicy,

            @Schema(description = "Excluded from the seven-day return, and not yet confirmed by the buyer")
            boolean needsAcknowledgement,

            @Schema(description = "What the buyer is told about returning; kept with the order")
            String shownText,

            @Schema(description = "How many units may be bought at all; an order above is refused with PURCHASE_LIMIT")
            List<PurchaseLimitView> limits,

            @Schema(description = "What each unit of a bundle consists of; empty for everything else")
            List<ContentView> contents) {}

    /** One coupon of the buyer in this purchase. */
    @Schema(name = "CouponAdviceView")
    record CouponAdviceView(
            UUID couponId,
            UUID templateId,
            String name,
            CouponType type,
            Instant validUntil,
            boolean usable,

            @Schema(description = "Why it cannot be used; absent when it can") @Nullable
            Unusable reason,

            @Schema(description = "BELOW_THRESHOLD: what the goods in its scope lack")
            long missingFen,

            @Schema(description = "What it takes off the goods, alone")
            long discountFen,

            @Schema(description = "What it takes off the freight, alone")
            long freightDiscountFen) {

        static CouponAdviceView of(Verdict verdict) {
            return new CouponAdviceView(
                    verdict.coupon().value(),
                    verdict.template().value(),
                    verdict.name(),
                    verdict.type(),
                    verdict.validUntil(),
                    verdict.why().isEmpty(),
                    verdict.why().orElse(null),
                    verdict.missing().fen(),
                    verdict.offGoods().fen(),
                    verdict.offFreight().fen());
        }
    }

    static QuoteView of(Quote quote) {
        return of(quote, Advice.NONE);
    }

    static QuoteView of(Quote quote, Advice advice) {
        return new QuoteView(
                quote.lines().stream().map(QuoteView::line).toList(),
                quote.goods().fen(),
                quote.discount().fen(),
                quote.freight().map(Money::fen).orElse(null),
                quote.freightDiscount().fen(),
                quote.total().fen(),
                ids(quote.coupons()),
                advice.verdicts().stream().map(CouponAdviceView::of).toList(),
                ids(advice.best()),
                Money.sum(advice.best().stream().map(Taken::off).toList()).fen(),
                quote.hash(),
                quote.expiresAt());
    }

    private static List<UUID> ids(List<Taken> taken) {
        return taken.stream().map(each -> each.coupon().value()).toList();
    }

    private static Line line(Quote.Line line) {
        var sold = line.sold();
        return new Line(
                sold.sku().value(),
                sold.title(),
                sold.specText(),
                sold.imageUrl().orElse(null),
                line.quantity(),
                sold.unitPrice().fen(),
                line.discount().fen(),
                line.amount().fen(),
                line.availability(),
                sold.returnPolicy(),
                sold.returnPolicy() == ReturnPolicy.EXCLUDED_WITH_CONFIRMATION && !sold.exclusionConfirmed(),
                sold.shownText(),
                line.limits().stream().map(PurchaseLimitView::of).toList(),
                ContentView.of(sold));
    }
}
