package cn.siyu.distribution.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How distribution says no. */
public enum DistributionProblem implements ProblemType {
    NOT_A_DISTRIBUTOR(403, "Only distributors may do this"),
    DISTRIBUTOR_NOT_ACTIVE(403, "Only distributors who are active may do this"),
    NOT_A_CAPTAIN(403, "Only the captain of a team may see this"),
    APPLICATION_EXISTS(409, "There is an open application, or the member is a distributor already"),
    AGREEMENT_OUTDATED(409, "The agreement has another version now: read it and agree again"),
    JOINING_CONDITION_UNMET(422, "The applicant does not meet what the joining policy asks for"),
    IDENTITY_FAILED(422, "The check of who the applicant is has failed"),
    OWNER_UNKNOWN(422, "There is nobody of the staff with this id who works for the shop"),
    BALANCE_UNSETTLED(409, "There is money that is not settled yet: he ends when it is"),
    INVITER_WITHOUT_DEPTH(422, "While one level is the rule, an inviter has no share"),
    INVITER_UNKNOWN(422, "Nobody who may invite has this code"),
    TIER_EXISTS(409, "There is a tier of that name or at that place of the order"),
    TIER_UNKNOWN(422, "There is no such tier"),
    RATE_ABOVE_CAP(422, "All payees of a line share at most the cap: a tier's rate must not exceed it"),
    TIER_CONDITIONS_CONTRADICT(422, "The rules of the ladder do not go together"),
    TIER_METRIC_UNLAWFUL(
            422,
            "L8: a tier may hang on what direct customers bought and on certificates, never on heads, on what others sell or on what "
                    + "somebody buys himself"),
    PIN_TOO_LONG(422, "A pin lies ahead and lasts a year at most"),
    CERTIFICATE_HELD(409, "The distributor holds a certificate of that name"),
    TEAM_EXISTS(409, "There is a team of that name"),
    TEAM_INVITED(409, "The distributor has an open invitation into this team already"),
    TEAM_TAKEN(409, "The distributor is in a team already: one at a time"),
    TEAM_COMPANY_EXISTS(409, "There is a company of that credit code"),
    TEAM_COMPANY_UNKNOWN(422, "There is no such company"),
    TEAM_AGREEMENT_MISSING(
            422, "Each member of a team that a company settles has to have agreed to the agreement in force"),
    CREDIT_CODE_WRONG(422, "That is not the unified social credit code of a company"),
    TEAM_MEMBER_NOT_ACTIVE(422, "Only distributors who are active may join or lead a team"),
    TEAM_NEEDS_CAPTAIN(422, "The captain cannot leave: name another one first"),
    BINDING_POLICY_CONTRADICTS(422, "The values of the policy do not go together"),
    BINDING_REFUSED(422, "The customer cannot be bound to this distributor"),
    BINDING_ENDED(409, "The binding is over already");

    private final int status;
    private final String title;

    DistributionProblem(int status, String title) {
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
