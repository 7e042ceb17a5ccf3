package cn.siyu.groupbuy.domain;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import cn.siyu.member.MemberId;
import java.util.List;
import java.util.UUID;

/**
 * What goes back to those in a group that has come about: the difference to the step of the ladder that it reached, and to its
 * leader what was promised him in money (B16, B19). One for each place, and it may be nothing; never more than the goods cost.
 */
public record Settlement(List<Rebate> rebates) {

    /** A confirmed place. */
    public record Bought(UUID order, MemberId member, SkuId sku, int quantity, Money unit) {
        Money goods() {
            return unit.times(quantity);
        }
    }

    /** What goes back of one order, and what for. */
    public record Rebate(UUID order, Money ladder, Money benefit) {
        public Money total() {
            return ladder.plus(benefit);
        }
    }

    /**
     * @param reached how many had paid when the group was completed
     * @param benefits whether its leader gets his benefit
     */
    public static Settlement of(Plan plan, int reached, MemberId leader, boolean benefits, List<Bought> places) {
        var step = plan.deal().step(reached);
        return new Settlement(places.stream()
                .map(place ->
                        rebate(plan, step, place, benefits && place.member().equals(leader)))
                .toList());
    }

    private static Rebate rebate(Plan plan, int step, Bought place, boolean leads) {
        var price = plan.offer(place.sku()).map(offer -> offer.at(step)).orElse(place.unit());
        var ladder = place.unit().minus(price).times(place.quantity());
        var rest = place.goods().minus(ladder);
        return new Rebate(place.order(), ladder, leads ? benefit(plan.deal().benefit(), rest) : Money.ZERO);
    }

    /** In money; a coupon or a commission is not taken off the price. */
    static Money benefit(LeaderBenefit benefit, Money rest) {
        return switch (benefit) {
            case LeaderBenefit.PriceOff(var off) -> off.compareTo(rest) < 0 ? off : rest;
            case LeaderBenefit.Free _ -> rest;
            case LeaderBenefit.None _, LeaderBenefit.Coupon _, LeaderBenefit.Commission _ -> Money.ZERO;
        };
    }
}
