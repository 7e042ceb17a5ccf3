package cn.siyu.trade;

import cn.siyu.distribution.DistributorId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.member.MemberId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An order as it was sold. Of all values only {@code firm} and {@code led} come after the placing.
 *
 * @param terms of the activity through which it was sold
 * @param firm when it was paid and nothing held it back; empty as long as it is not
 * @param led of a buy group that came about and whose leader is rewarded; known before the order is firm
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
        Optional<Firm> firm,
        Optional<Led> led) {

    /**
     * What the leader of its buy group has to do with commissions on it (B16, B22).
     *
     * @param order the leader's own one in the group
     * @param share what he earns of the net, and into which account; empty when he earns none
     * @param instead he has a benefit in the place of what he would earn as the distributor of the order
     */
    public record Led(UUID order, MemberId leader, Optional<Share> share, boolean instead) {}

    /** A part of the net for a distributor. */
    public record Share(DistributorId distributor, Rate rate) {}

    /** Since when it is firm, and whether it was the buyer's first such order. */
    public record Firm(Instant at, boolean first) {}

    /**
     * @param list what the units cost by the price list, {@code net} what they were sold for: goods alone, all discounts apportioned (C18)
     * @param categories of the product, the nearest first
     */
    public record Line(
            UUID id, UUID sku, UUID spu, String title, List<UUID> categories, int quantity, Money list, Money net) {}
}
