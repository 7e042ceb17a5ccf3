package cn.siyu.trade.web;

import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.money.Money;
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
        long goodsFen,

        @Schema(description = "Absent as long as no address was named") @Nullable
        Long freightFen,

        long totalFen,
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

    static QuoteView of(Quote quote) {
        return new QuoteView(
                quote.lines().stream().map(QuoteView::line).toList(),
                quote.goods().fen(),
                quote.freight().map(Money::fen).orElse(null),
                quote.total().fen(),
                quote.hash(),
                quote.expiresAt());
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
                line.amount().fen(),
                line.availability(),
                sold.returnPolicy(),
                sold.returnPolicy() == ReturnPolicy.EXCLUDED_WITH_CONFIRMATION && !sold.exclusionConfirmed(),
                sold.shownText(),
                line.limits().stream().map(PurchaseLimitView::of).toList(),
                ContentView.of(sold));
    }
}
