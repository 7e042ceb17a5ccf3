package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;

/** How much of a commission is left after refunds: it follows the line's net, rounded down (C24). */
public final class Keeping {

    private Keeping() {}

    /** @param refunded of the line's net, all refunds together; more than the net counts as the net */
    public static Money after(Money original, Money net, Money refunded) {
        if (!net.isPositive()) {
            return Money.ZERO;
        }
        var left = Math.max(0, net.fen() - refunded.fen());
        return new Money(Math.floorDiv(Math.multiplyExact(original.fen(), left), net.fen()));
    }

    /**
     * What one refund takes back. It depends only on what had been refunded before it, and a refund says so itself: so it
     * takes the same whenever it is heard.
     */
    public static Money takenBy(Money original, Money net, Money before, Money amount) {
        return after(original, net, before).minus(after(original, net, before.plus(amount)));
    }
}
