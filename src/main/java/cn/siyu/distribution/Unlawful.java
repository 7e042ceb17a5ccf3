package cn.siyu.distribution;

import cn.siyu.kernel.problem.ProblemType;
import cn.siyu.kernel.problem.Refused;
import java.util.Map;

/**
 * What nobody may configure here, whatever he is allowed otherwise (L8, L9, L11). Each is refused where it is written, with the
 * rule and a plain sentence. What a tier may not hang on is said by {@code TIER_METRIC_UNLAWFUL}.
 */
public enum Unlawful implements ProblemType {
    DEPTH_THREE(
            "L8", "Three levels of pay are pyramid selling: one level is the rule, two are the most that there can be"),
    DEPTH_TWO_UNCONFIRMED(
            "L8", "A second level needs a legal confirmation on record: who gave it, when, and in which document"),
    JOINING_BY_PURCHASE("L8", "Nobody may have to buy anything to become a distributor"),
    JOINING_BY_FEE("L8", "Nobody may have to pay a fee to become a distributor"),
    JOINING_BY_DEPOSIT("L8", "Nobody may have to leave a deposit to become a distributor"),
    JOINING_BY_STORED_VALUE("L8", "Nobody may have to load money into an account to become a distributor"),
    JOINING_BY_STOCK("L8", "Nobody may have to order a first stock to become a distributor"),
    CASH_PER_RECRUIT("L8", "Nobody is paid for recruiting others: pay follows goods that were sold, never heads"),
    REWARD_PER_RECRUIT(
            "L8", "Points or coupons for recruits are pay for heads as soon as they turn into money: there are none"),
    CAPTAIN_SHARE("L9", "A captain gets no share of what members of his team sell"),
    COMPANY_WITHOUT_LICENCE(
            "L9",
            "A team is settled as a company only with its licence, a contract on file and each member's own agreement;"
                    + " otherwise everybody is settled personally"),
    LEADERBOARD_BY_RECRUITS("L8", "A leaderboard ranks what was sold, never how many were recruited"),
    PAYEES_STACKED("L8", "One line pays two at most: inviter, KOC and captain cannot be stacked on it");

    private static final int UNPROCESSABLE = 422;

    private final String rule;
    private final String title;

    Unlawful(String rule, String title) {
        this.rule = rule;
        this.title = title;
    }

    /** The rule of the house's page of law. */
    public String rule() {
        return rule;
    }

    @Override
    public int status() {
        return UNPROCESSABLE;
    }

    @Override
    public String code() {
        return "UNLAWFUL_" + name();
    }

    @Override
    public String title() {
        return title;
    }

    /** The refusal, which carries {@code rule}. */
    public Refused refused() {
        return Refused.with(this, title, Map.of("rule", rule));
    }
}
