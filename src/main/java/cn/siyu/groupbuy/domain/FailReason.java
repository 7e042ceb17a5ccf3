package cn.siyu.groupbuy.domain;

/** Why a group was not completed. */
public enum FailReason {
    EXPIRED,
    ACTIVITY_STOPPED,
    BY_MERCHANT,
    /** Whoever had paid has left it (B17). */
    ALL_LEFT
}
