package cn.siyu.commission.domain;

/** As what somebody earns from a line of an order. */
public enum PayeeRole {
    /** Brought the buyer. */
    DISTRIBUTOR,
    /** Brought the distributor; only at depth 2 (L8). */
    INVITER,
    /** Owns the KOC binding. */
    SELLER,
    /** Serves the community. */
    KOC,
    /** Led the buy group in which others bought (B16). */
    LEADER
}
