package cn.siyu.inventory.domain;

/** What kind of thing a movement refers to. */
public enum MovementCause {
    /** A holder's round: the id is {@code holder:round}. */
    HOLD,
    SHIPMENT,
    /** Units that a holder gives up while it keeps the rest: the id is the after-sale's. */
    WITHDRAWAL,
    AFTER_SALE,
    OPENING,
    ADJUSTMENT,
    TRANSFER,
    /** Units set aside for an activity, or given back by it. */
    ALLOTMENT,
    /** A difference that the check of the counters had found. */
    CORRECTION
}
