package cn.siyu.groupbuy.domain;

/** Why a group was not completed. */
public enum FailReason {
    EXPIRED,
    ACTIVITY_STOPPED,
    BY_MERCHANT
}
