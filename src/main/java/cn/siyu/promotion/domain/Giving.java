package cn.siyu.promotion.domain;

import cn.siyu.kernel.money.Money;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How many coupons of a template are given out, and how (H1, H5).
 *
 * @param perDay how many are claimed on the page on one day, by all together
 * @param paidMin a paid order must be worth that much to bring one
 */
public record Giving(Set<Way> ways, int total, int perPerson, OptionalInt perDay, Money paidMin) {

    /** Ways to a coupon. */
    @Schema(name = "CouponWay")
    public enum Way {
        /** Claimed by the member on the claim page. */
        CLAIM,
        /** Given by staff, to a segment or to named members: possible for every template. */
        GRANT,
        /** Given to whoever signs in for the first time. */
        REGISTER,
        /** Given for a paid order. */
        PAID,
        /** Given by a KOC or seller out of his quota. */
        QUOTA,
        /** Claimed by a member of the community into which some were dropped. */
        DROP,
        /** Given to whoever led a buy group that came about: possible for every template that an activity names. */
        LEADER,
        /** Given to the KOC whose community an order came from: possible for every template that a split names. */
        SERVED
    }

    public boolean by(Way way) {
        return way == Way.GRANT || way == Way.LEADER || way == Way.SERVED || ways.contains(way);
    }
}
