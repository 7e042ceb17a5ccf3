package cn.siyu.groupbuy.domain;

/** Who may fill a group (B3). */
public enum Mode {
    NORMAL,
    /** 老带新: whoever joins must never have bought; the leader may have. */
    NEW_MEMBER
}
