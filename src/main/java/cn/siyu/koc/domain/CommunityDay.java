package cn.siyu.koc.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.koc.CommunityId;
import java.time.LocalDate;

/**
 * How a community was on one shop day.
 *
 * @param members at the end of the day
 * @param left on that day, by themselves or taken out
 * @param silent who were there for long, and of late have neither bought nor opened a link
 * @param buyers members who bought on that day, through whomever
 * @param lately members who have bought of late
 * @param orders brought by its KOCs on that day; refunds count on the day on which they arrive
 */
public record CommunityDay(
        CommunityId community,
        String name,
        LocalDate day,
        long members,
        long joined,
        long left,
        long silent,
        long buyers,
        long lately,
        long orders,
        Money gross,
        Money refunded) {

    /** Members who have bought of late, of all; rounded down. */
    public Rate conversion() {
        return new Rate(members == 0 ? 0 : Math.toIntExact(Math.floorDiv(lately * Rate.WHOLE, members)));
    }

    public Money net() {
        return gross.minus(refunded);
    }
}
