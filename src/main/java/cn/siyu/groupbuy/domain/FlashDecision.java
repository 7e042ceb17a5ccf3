package cn.siyu.groupbuy.domain;

import java.time.Instant;

/** Whether somebody gets units of a flash sale, decided before he pays (B26, L3); whether there are any left is the stock's to say. */
public sealed interface FlashDecision {

    /** They are his until {@code payBy}, also when the sale ends before. */
    record Held(Instant payBy) implements FlashDecision {}

    /** He has none and pays nothing. */
    record TurnedAway(FlashSaleProblem reason) implements FlashDecision {}

    /**
     * What the rules ask about the buyer.
     *
     * @param units of this SKU that he has of this sale, unpaid ones included (A13)
     */
    record Buyer(boolean inAudience, int units) {}

    static FlashDecision decide(FlashSale sale, FlashItem item, Buyer buyer, int quantity, Instant now) {
        if (!sale.sells(now)) {
            return new TurnedAway(FlashSaleProblem.FLASH_SALE_NOT_RUNNING);
        }
        if (quantity > item.perOrderQty()) {
            return new TurnedAway(FlashSaleProblem.FLASH_SALE_QUANTITY);
        }
        if (!buyer.inAudience()) {
            return new TurnedAway(FlashSaleProblem.FLASH_SALE_AUDIENCE);
        }
        return buyer.units() + quantity <= item.perPersonQty()
                ? new Held(now.plus(sale.plan().payTimeout()))
                : new TurnedAway(FlashSaleProblem.FLASH_SALE_LIMIT);
    }
}
