package cn.siyu.promotion;

/** Who pays for what a coupon takes off; kept with the order, for whoever settles. */
public enum CostBearer {
    HQ,
    STORE,
    SUPPLIER,
    CHANNEL
}
