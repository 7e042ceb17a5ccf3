package cn.siyu.promotion;

/** Why a coupon cannot be used in a purchase (H6). */
public enum Unusable {
    /** It is in another order that waits for its payment. */
    HELD,
    USED,
    NOT_YET_VALID,
    EXPIRED,
    /** It was taken back with the purchase that it was a present for. */
    REVOKED,
    /** Staff have stopped the template for now. */
    PAUSED,
    /** No line is one that it is for; goods that may not be promoted never are (L6). */
    NO_ELIGIBLE_LINE,
    BELOW_THRESHOLD,
    /** Freight is known when there is an address. */
    FREIGHT_UNKNOWN,
    /** There is nothing that it could take off. */
    NOTHING_TO_TAKE_OFF,
    /** Another chosen coupon is of the same stack group. */
    STACK_GROUP_TAKEN
}
