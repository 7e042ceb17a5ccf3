package cn.siyu.catalog;

/** Whether goods may be sent back within seven days without reason (L1). */
public enum ReturnPolicy {
    SEVEN_DAYS,
    /** Excluded by law only with a conspicuous confirmation at checkout; without it the line is returnable all the same. */
    EXCLUDED_WITH_CONFIRMATION
}
