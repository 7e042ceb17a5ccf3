package cn.siyu.koc.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How koc says no. */
public enum KocProblem implements ProblemType {
    KOC_PARTNER_ONLY(403, "Only sellers and KOCs may do this"),
    SELLER_EXISTS(409, "This employee, distributor or member is a seller already"),
    SELLER_UNKNOWN(422, "The staff, the unit or the member does not exist, or is no longer there"),
    WECOM_USER_TAKEN(409, "Somebody else is this user of WeCom already"),
    WECOM_REFUSED(422, "WeCom does not do this; its code is in the details"),
    WECOM_UNAVAILABLE(503, "WeCom does not answer: try again shortly"),
    WECOM_CALLBACK_REFUSED(400, "This is not WeCom's, not for this corporation, or too old"),
    SELLER_NOT_ACTIVE(422, "There is no such seller at work"),
    SELLER_OWNS_COMMUNITIES(409, "The seller still owns communities: give them to another one first"),
    CHAT_ID_TAKEN(409, "This chat is a community already"),
    STORE_UNKNOWN(422, "There is no such store"),
    SEGMENT_UNKNOWN(422, "There is no such segment"),
    COMMUNITY_FOR_OTHERS(403, "The community is for other members"),
    COMMUNITY_FULL(409, "The community has no room left"),
    KOC_MEMBER_UNKNOWN(422, "There is no such member"),
    KOC_NOT_IN_COMMUNITY(422, "Only who is in the community can be invited to serve it"),
    KOC_PAUSED(409, "Who rests from serving this community does not share into it"),
    KOC_IS_SELLER(422, "Nobody is the KOC of his own community"),
    KOC_ALREADY_BOUND(409, "The KOC serves this community, or is invited to, already"),
    INVITATION_OVER(409, "The time to answer this invitation is over"),
    AGREEMENT_CHANGED(409, "The agreement has another version now: show it and ask again"),
    SPLIT_OUT_OF_BOUNDS(
            422, "The pool is at most 3000 basis points, its shares together at most 10000, its floor 100 yuan"),
    MATERIAL_TARGET_UNKNOWN(422, "There is no such product, or the law does not let it be promoted"),
    MATERIAL_NOT_OFFERED(409, "The material is not offered in this community now"),
    TASK_EVIDENCE_MISSING(422, "What the task wants to see is not there"),
    TASK_OVER(409, "The time for this task is over"),
    TASK_FOR_NOBODY(422, "Nobody serves these communities now"),
    TASK_MATERIAL_UNKNOWN(422, "There is no such material that is offered until the task is due"),
    TARGET_UNKNOWN(422, "There is no such community, seller or KOC"),
    TARGET_UNFIT(422, "There is nothing like this to be reckoned for such a target"),
    GIFT_UNKNOWN(422, "There is no coupon that could be given now under this template");

    private final int status;
    private final String title;

    KocProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String code() {
        return name();
    }

    @Override
    public String title() {
        return title;
    }
}
