package cn.siyu.groupbuy.domain;

import cn.siyu.kernel.money.Money;
import java.util.List;
import java.util.Optional;

/**
 * What an activity adds to the plain group price (B2).
 *
 * @param steps of a ladder, behind the first one: with so many members everybody pays what the offer says for that step
 * @param benefit for the leader
 * @param benefitFirst of the benefit and a commission on his group's orders the leader gets the benefit, else the commission (B22)
 * @param singleBuy the product may be bought alone meanwhile, at its ordinary price
 * @param coupons may be used on top of the group price
 * @param lossBudget what may be given away against the list price, benefits included; empty: nobody counts it
 */
public record Deal(
        List<Integer> steps,
        LeaderBenefit benefit,
        boolean benefitFirst,
        boolean singleBuy,
        boolean coupons,
        Optional<Money> lossBudget) {

    /** One group price for everybody. */
    public static final Deal PLAIN = new Deal(List.of(), LeaderBenefit.NONE, true, true, false, Optional.empty());

    public Deal {
        steps = List.copyOf(steps);
    }

    /** The first step counts as none: everybody has paid its price already. */
    int step(int members) {
        return (int) steps.stream().filter(size -> size <= members).count();
    }
}
