package cn.siyu.inventory.domain;

/** Why a counter changes (A7). */
public enum MovementType {
    OPENING,
    RESERVE,
    RELEASE,
    DEDUCT,
    RETURN,
    ADJUST,
    TRANSFER_OUT,
    TRANSFER_IN,
    CORRECT
}
