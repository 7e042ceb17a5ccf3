package cn.siyu.member.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How member says no. */
public enum MemberProblem implements ProblemType {
    LOGIN_CODE_INVALID(400, "The sign-in code is not valid or was used before: ask WeChat for a new one"),
    LOGIN_BLOCKED(403, "WeChat blocks this user"),
    MEMBER_DISABLED(403, "This member may not sign in"),
    LOGIN_TOO_OFTEN(429, "WeChat counts too many sign-ins of this user: wait a minute"),
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
