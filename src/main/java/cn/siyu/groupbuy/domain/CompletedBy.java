package cn.siyu.groupbuy.domain;

/** Who made a group complete; a merchant does it openly, with the real number of members shown (L4). */
public enum CompletedBy {
    MEMBERS,
    MERCHANT
}
