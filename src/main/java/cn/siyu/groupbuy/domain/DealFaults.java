package cn.siyu.groupbuy.domain;

import cn.siyu.groupbuy.domain.LeaderBenefit.Commission;
import cn.siyu.groupbuy.domain.LeaderBenefit.PriceOff;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the deal of a plan by itself, by field. */
final class DealFaults {

    static final int MOST_PLACES = 100;

    private DealFaults() {}

    static List<FieldError> of(Plan plan, Rate cap) {
        var faults = new ArrayList<FieldError>();
        ladder(plan, faults);
        benefit(plan, cap, faults);
        if (plan.mode() == Mode.COMMUNITY && plan.community().isEmpty()) {
            faults.add(new FieldError("communityId", "must name the community whose members it is for"));
        }
        return faults;
    }

    private static void ladder(Plan plan, List<FieldError> faults) {
        var steps = plan.deal().steps();
        if ((plan.mode() == Mode.LADDER) == steps.isEmpty()) {
            faults.add(new FieldError("stepSizes", "belong to LADDER and to nothing else"));
        }
        var before = plan.size();
        for (var step : steps) {
            if (step <= before || step > MOST_PLACES) {
                faults.add(new FieldError("stepSizes", "must grow from step to step, up to " + MOST_PLACES));
                break;
            }
            before = step;
        }
        for (var i = 0; i < plan.offers().size(); i++) {
            if (!falls(plan.offers().get(i), steps.size())) {
                faults.add(
                        new FieldError("skus[" + i + "].stepPricesFen", "must be a lower price for each further step"));
            }
        }
    }

    private static boolean falls(Offer offer, int steps) {
        if (offer.steps().size() != steps) {
            return false;
        }
        var before = offer.price();
        for (var price : offer.steps()) {
            if (price.compareTo(before) >= 0) {
                return false;
            }
            before = price;
        }
        return true;
    }

    private static void benefit(Plan plan, Rate cap, List<FieldError> faults) {
        var benefit = plan.deal().benefit();
        if (plan.mode() == Mode.LEADER_FREE && benefit.kind() != LeaderBenefit.Kind.FREE) {
            faults.add(new FieldError("leaderBenefit", "is FREE where the leader goes free"));
        }
        if (benefit instanceof PriceOff(var off) && off.compareTo(lowest(plan)) >= 0) {
            faults.add(new FieldError("leaderBenefit.offFen", "is as much as the goods cost: that is FREE"));
        }
        if (benefit instanceof Commission(var rate) && rate.basisPoints() > cap.basisPoints()) {
            faults.add(new FieldError("leaderBenefit.commissionBp", "is more than the cap of " + cap.basisPoints()));
        }
    }

    private static Money lowest(Plan plan) {
        return plan.offers().stream().map(Offer::lowest).min(Money::compareTo).orElse(Money.ZERO);
    }
}
