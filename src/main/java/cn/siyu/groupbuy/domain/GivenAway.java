package cn.siyu.groupbuy.domain;

import cn.siyu.groupbuy.domain.LeaderBenefit.Commission;
import cn.siyu.kernel.money.Money;

/**
 * What a place gives away against the list price. As long as the group is undecided the worst is reckoned with: the ladder climbed to its
 * end, the leader rewarded; so the budget can never be passed by what is promised already.
 */
public final class GivenAway {

    private GivenAway() {}

    /** @param list price of one unit when the place is taken; below the group price nothing is given away */
    public static Money atMost(Plan plan, Offer offer, Money list, int quantity, boolean leader) {
        var ladder = list.minus(offer.lowest()).times(quantity);
        return floor(ladder).plus(leader ? atMost(plan, offer, quantity) : commission(plan, offer.price(), quantity));
    }

    private static Money atMost(Plan plan, Offer offer, int quantity) {
        return Settlement.benefit(plan.deal().benefit(), offer.lowest().times(quantity));
    }

    /** A place that was taken as its group's leader may be led from by another one in the end (B17). */
    public record Role(boolean tookAsLeader, boolean leads) {}

    /**
     * What became of it: the price that the group reached, and what its leader really got.
     *
     * @param reckoned when the place was taken
     */
    public static Money inTheEnd(
            Money reckoned, Plan plan, int reached, Settlement.Bought place, Role role, boolean benefits) {
        var offer = plan.offer(place.sku());
        if (offer.isEmpty()) {
            return reckoned;
        }
        var quantity = place.quantity();
        var price = offer.get().at(plan.deal().step(reached));
        var notLowered = price.minus(offer.get().lowest()).times(quantity);
        var promised = role.tookAsLeader()
                ? atMost(plan, offer.get(), quantity)
                : commission(plan, offer.get().price(), quantity);
        return floor(reckoned.minus(notLowered).minus(promised))
                .plus(benefits ? got(plan, price, quantity, role.leads()) : Money.ZERO);
    }

    private static Money got(Plan plan, Money price, int quantity, boolean leads) {
        return leads
                ? Settlement.benefit(plan.deal().benefit(), price.times(quantity))
                : commission(plan, price, quantity);
    }

    /** The leader's share of what another one buys in his group. */
    private static Money commission(Plan plan, Money price, int quantity) {
        return plan.deal().benefit() instanceof Commission(var rate)
                ? price.times(quantity).portion(rate)
                : Money.ZERO;
    }

    private static Money floor(Money amount) {
        return amount.isNegative() ? Money.ZERO : amount;
    }
}
