package cn.siyu.report.domain;

/** What orders are counted under. */
public enum Dimension {
    /** All of them; the only key is empty. */
    ALL,

    /** {@link Sale#B_SIDE} when the order was attributed to a distributor, else {@link Sale#C_SIDE}. */
    SIDE,

    /** Through which kind of link the buyer first came. */
    ACQUISITION,

    DISTRIBUTOR,
    KOC,
    COMMUNITY
}
