package cn.siyu.identity.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How identity says no. */
public enum IdentityProblem implements ProblemType {
    SIGN_IN_REFUSED(401, "The user name, the password or the one-time code is wrong"),
    REFRESH_TOKEN_REFUSED(401, "The refresh token is not valid any more: sign in again"),
    TOTP_REQUIRED(401, "A one-time code is needed as well"),
    TOTP_ENROLMENT_REQUIRED(403, "Set up one-time codes first: this role may not sign in without them"),
    SIGN_IN_LOCKED(429, "Too many failed sign-ins: wait a while");

    private final int status;
    private final String title;

    IdentityProblem(int status, String title) {
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
