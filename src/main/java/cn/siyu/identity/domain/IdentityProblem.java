package cn.siyu.identity.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How identity says no. */
public enum IdentityProblem implements ProblemType {
    PASSWORD_WEAK(400, "The password is too weak: 10 characters or more, at most 72 bytes, and not a common one"),
    SIGN_IN_REFUSED(401, "The user name, the password or the one-time code is wrong"),
    REFRESH_TOKEN_REFUSED(401, "The refresh token is not valid any more: sign in again"),
    TOTP_REQUIRED(401, "A one-time code is needed as well"),
    TOTP_ENROLMENT_REQUIRED(403, "Set up one-time codes first: this role may not sign in without them"),
    BOOTSTRAP_REFUSED(403, "The first admin cannot be made: the token is wrong, or there is an admin already"),
    USERNAME_TAKEN(409, "This user name is taken"),
    ORG_UNIT_NAME_TAKEN(409, "There is a unit of this name at this place"),
    ORG_UNIT_IN_USE(409, "The unit has units below it or staff in it"),
    OWN_ACCOUNT(422, "Nobody changes his own roles or state: ask another admin"),
    LAST_ADMIN(422, "Headquarters would have no admin any more"),
    ORG_UNIT_PLACE(422, "A unit of this kind has no place there: headquarters, then regions, then stores"),
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
