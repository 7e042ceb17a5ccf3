package cn.siyu.commission.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How commission says no. */
public enum CommissionProblem implements ProblemType {
    NOT_A_PAYEE(403, "Only distributors and KOCs have commission accounts"),
    COMMISSION_DEBT(409, "There is a debt to make up first: later commissions are set against it"),
    COMMISSION_SHORT(409, "There is not that much available"),
    WITHDRAWAL_OPEN(409, "There is a withdrawal under way already"),
    WITHDRAWAL_STATE(409, "The withdrawal is not where this could be done"),
    WITHDRAWAL_DAY_LIMIT(409, "That is more than may be withdrawn on one day"),
    PAYOUT_COOLING(409, "The payout account has just been changed: nothing is paid out for a while"),
    PAYOUT_BATCH_EMPTY(409, "No approved withdrawal is meant by this"),
    PAYOUT_BATCH_STATE(409, "The batch is not where this could be done"),
    ADJUSTMENT_STATE(409, "The adjustment has been decided already"),
    NOT_PAID_OUTSIDE(409, "This payee is paid through WeChat: he withdraws it himself"),
    PAID_TO_COMPANY(409, "The company of the team is paid for this: settle it there"),
    NO_DEBT(409, "The account owes nothing"),
    DEBT_TOO_YOUNG(409, "Later commissions may still make the debt up: it cannot be written off yet"),
    FOUR_EYES(409, "Somebody else has to approve this too"),
    STATEMENT_MONTH_OPEN(409, "The month is not over yet"),
    STATEMENT_MONTH_PAST(409, "A later month is stated already: what is missing is in it"),
    STATEMENT_STATE(409, "The statement is not where this could be done"),
    STATEMENT_DISPUTED(409, "The statement has lines in dispute"),
    STATEMENT_UNTIED(409, "The statement and the ledger do not agree"),
    DISPUTE_STATE(409, "The dispute is not where this could be done"),
    RULE_OVERLAPS(409, "There is a rule for that and that time already: end it first"),
    RULE_TARGET_WRONG(422, "This kind of rule is for something else"),
    RULE_AMOUNT_WRONG(422, "A rule is a rate, or for a fixed amount an amount"),
    RULE_ABOVE_CAP(422, "A rule may not promise more than the cap over all payees"),
    RULE_IN_THE_PAST(422, "A rule counts from now or later, and ends after it began"),
    TAX_POLICY_WRONG(422, "Only withholding has a formula; wages are an employee's, and a company sends invoices"),
    TAX_IDENTITY_WRONG(422, "This is not the identity number of a resident"),
    WITHDRAWAL_TOO_SMALL(422, "The amount is below the least that is paid out"),
    WITHDRAWAL_TOO_LARGE(422, "The amount is above the most that is paid out at a time"),
    WITHDRAWAL_NEEDS_NAME(422, "From 2,000 yuan on WeChat wants to know the payee's real name"),
    PAYOUT_NAME_DIFFERS(422, "The name is not the payout account's: change that first"),
    WRITE_OFF_TOO_MUCH(422, "More cannot be written off than is owed"),
    ACCOUNT_UNCLEAR(422, "There are two accounts: say which"),
    FENCED(503, "News about orders of this account is still being worked on: try again shortly");

    private final int status;
    private final String title;

    CommissionProblem(int status, String title) {
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
