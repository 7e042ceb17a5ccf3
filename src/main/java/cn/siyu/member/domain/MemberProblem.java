package cn.siyu.member.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How member says no. */
public enum MemberProblem implements ProblemType {
    LOGIN_CODE_INVALID(400, "The code is not valid or was used before: ask WeChat for a new one"),
    LOGIN_BLOCKED(403, "WeChat blocks this user"),
    MEMBER_DISABLED(403, "This member may not sign in"),
    MEMBER_CLOSED(409, "This account was closed by its owner and stays closed"),
    CONSENT_MISSING(422, "This needs the member's consent first"),
    ADDRESSES_FULL(422, "There are 20 addresses already: remove one first"),
    REGION_NOT_A_DISTRICT(422, "The region code is not that of a district"),
    LOGIN_TOO_OFTEN(429, "WeChat counts too many calls of this user: wait a minute"),
    WECHAT_UNAVAILABLE(503, "WeChat does not answer at the moment: try again later");

    private final int status;
    private final String title;

    MemberProblem(int status, String title) {
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
