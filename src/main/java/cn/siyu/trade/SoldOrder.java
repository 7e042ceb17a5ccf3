package cn.siyu.trade;

import cn.siyu.kernel.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An order as it was sold. Of all values only {@code firm} comes after the placing.
 *
 * @param terms of the activity through which it was sold
 * @param firm when it was paid and nothing held it back; empty as long as it is not
 */
public record SoldOrder(
        UUID id,
        String orderNo,
        UUID member,
        Instant placedAt,
        List<Line> lines,
        Money freight,
        Origin origin,
        Optional<Terms> terms,
        Optional<Firm> firm) {

    /** Since when it is firm, and whether it was the buyer's first such order. */
    public record Firm(Instant at, boolean first) {}

    /**
     * @param list what the units cost by the price list, {@code net} what they were sold for: goods alone, all discounts apportioned (C18)
     * @param categories of the product, the nearest first
     */
    public record Line(
            UUID id, UUID sku, UUID spu, String title, List<UUID> categories, int quantity, Money list, Money net) {}
}
