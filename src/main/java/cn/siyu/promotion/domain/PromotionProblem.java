package cn.siyu.promotion.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How promotion says no. */
public enum PromotionProblem implements ProblemType {
    COUPON_TEMPLATE_REFUSED(422, "The coupon template cannot be like this"),
    COUPON_REGULATED(422, "The law does not let these goods be promoted with a coupon"),
    COUPON_TEMPLATE_FIXED(409, "Only name, note, a higher total and a later end can change once coupons may be out"),
    COUPON_NOT_CLAIMABLE(409, "This coupon cannot be claimed now"),
    COUPON_LIMIT_REACHED(409, "You have had as many of these coupons as one person gets"),
    COUPON_GONE(409, "All of these coupons are given out"),
    COUPON_NOT_USABLE(422, "At least one coupon cannot be used in this purchase"),
    COUPON_TAKEN(409, "A coupon was used or let go meanwhile: quote again"),
    COUPON_RECEIVER_UNKNOWN(422, "There is no such member"),
    COUPON_QUOTA_ONLY(403, "Only who was given coupons to hand on may do this"),
    COUPON_QUOTA_USED_UP(409, "Nothing of this quota is left"),
    COUPON_QUOTA_TOO_SMALL(422, "More than that was handed on already"),
    COUPON_OUTSIDE_CIRCLE(422, "Only members of your own communities can be given this coupon"),
    COUPON_DROP_REFUSED(422, "These coupons cannot be dropped like this"),
    COUPON_COMMUNITY_ONLY(403, "Only members of this community can have this coupon");

    private final int status;
    private final String title;

    PromotionProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String code() {
        return name();
    }

    @Override
    public String title() {
        return title;
    }
}
