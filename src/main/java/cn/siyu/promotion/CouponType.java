package cn.siyu.promotion;

/** What a coupon does, in the order in which several of them are reckoned: later ones find what earlier ones have left. */
public enum CouponType {
    /** 赠品券: units of a named SKU in the basket cost nothing. */
    GIFT,
    /** 试用券: units of a named SKU in the basket cost a trial price. */
    TRIAL,
    /** 满减券: a fixed amount off. */
    AMOUNT,
    /** 折扣券: a share off, up to a cap. */
    PERCENT,
    /** 运费券: off the freight. */
    FREIGHT
}
