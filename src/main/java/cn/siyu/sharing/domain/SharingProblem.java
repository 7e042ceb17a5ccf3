package cn.siyu.sharing.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How sharing says no. */
public enum SharingProblem implements ProblemType {
    SHARE_LINK_OVER(410, "This link has run out or was revoked"),
    SHARE_EXPIRY_PAST(422, "A link cannot run out before it is made"),
    SHARE_NOT_PROMOTABLE(422, "This product may not be promoted"),
    PROMOTION_WORDING(422, "The text holds words that promotions must not use");

    private final int status;
    private final String title;

    SharingProblem(int status, String title) {
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
