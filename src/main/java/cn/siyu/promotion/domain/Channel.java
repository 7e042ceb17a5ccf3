package cn.siyu.promotion.domain;

/** Where a coupon is given out and used. */
public enum Channel {
    /** The mini-program. */
    MP
}
