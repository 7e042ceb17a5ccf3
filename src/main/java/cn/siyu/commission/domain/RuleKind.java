package cn.siyu.commission.domain;

/** Where a distributor's rate may come from, the strongest first: the first that hits wins (C20). */
public enum RuleKind {
    /** The activity's own rate, kept with the order. */
    ACTIVITY,
    /** Agreed with one distributor for one SKU. */
    CONTRACT_SKU,
    /** Agreed with one distributor for one product. */
    CONTRACT_SPU,
    /** For one tier and one product. */
    TIER_SPU,
    /** A fixed amount for each unit of one product. */
    SPU_FIXED,
    /** For one tier and one category with what hangs below it. */
    TIER_CATEGORY,
    /** The rate that the distributor's tier had when the order was placed, kept with the order. */
    TIER_DEFAULT,
    /** For everybody. */
    CHANNEL_DEFAULT;

    /** Whether it is written down as a rule; the others come with the order. */
    public boolean isWritten() {
        return this != ACTIVITY && this != TIER_DEFAULT;
    }
}
