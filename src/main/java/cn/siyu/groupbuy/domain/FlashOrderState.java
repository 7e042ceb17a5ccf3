package cn.siyu.groupbuy.domain;

/** Where units of a flash sale stand that somebody has taken. */
public enum FlashOrderState {
    /** They wait for their payment. */
    HELD,
    PAID,
    /** Let go: not paid in time, or the money came too late. A late payment may take them again (B10). */
    RELEASED
}
