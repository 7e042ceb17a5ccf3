package cn.siyu.groupbuy.domain;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who may fill a group, and what filling it brings (B3). */
@Schema(name = "GroupBuyMode")
public enum Mode {
    NORMAL,
    /** 老带新: whoever joins must never have bought; the leader may have. */
    NEW_MEMBER,
    /** 阶梯团: the more members, the lower the price for all of them. */
    LADDER,
    /** 团长免单: the leader gets the price of his goods back. */
    LEADER_FREE,
    /** 社群团: for those who are in one community now. */
    COMMUNITY
}
