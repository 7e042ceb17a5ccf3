package cn.siyu.distribution.domain;

import cn.siyu.distribution.domain.Distributor.IdentityCheck;

/**
 * How somebody becomes a distributor. It is closed on purpose: there is no word in it for a purchase, a fee, a deposit, a first
 * stock or a number of recruits, so such a condition cannot be written (C0a, C0e, L8).
 *
 * @param agreementVersion of the agreement that an applicant has to have read
 */
public record JoiningPolicy(int version, Approval approval, String agreementVersion) {

    /** Who says yes. */
    public enum Approval {
        /** Staff decide on each application. */
        BY_STAFF,
        /** Everybody is admitted at once, into the lowest tier. */
        AUTOMATIC
    }

    /** Automatic or not: a person who seems to be a distributor already is looked at. */
    public boolean admits(IdentityCheck check) {
        return approval == Approval.AUTOMATIC && check != IdentityCheck.SAME_PERSON;
    }
}
