package cn.siyu.distribution.domain;

import cn.siyu.distribution.Unlawful;
import cn.siyu.distribution.domain.Distributor.Identity;
import cn.siyu.distribution.domain.Distributor.IdentityCheck;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How somebody becomes a distributor. It is closed on purpose: there is no word in it for a purchase, a fee, a deposit, a first
 * stock or a number of recruits, so such a condition cannot be kept (C0a, C0e, L8).
 *
 * @param agreementVersion of the agreement that an applicant has to have read
 * @param conditions what an applicant has to meet
 */
public record JoiningPolicy(
        int version, Approval approval, String agreementVersion, Set<Condition> conditions, Trial trial) {

    /** Who says yes. */
    public enum Approval {
        /** Staff decide on each application. */
        BY_STAFF,
        /** Everybody who meets the conditions is admitted at once, into the lowest tier. */
        AUTOMATIC
    }

    /** What may be asked of an applicant: who he is. */
    @Schema(name = "JoiningCondition")
    public enum Condition {
        /** The phone that he tells is the one that he has bound. */
        PHONE_CONFIRMED,
        /** Staff have checked who he is. */
        IDENTITY_PASSED;

        boolean isMet(IdentityCheck check, Optional<Identity> identity) {
            return switch (this) {
                case PHONE_CONFIRMED -> check != IdentityCheck.PHONE_UNCONFIRMED;
                case IDENTITY_PASSED -> identity.filter(Identity::passed).isPresent();
            };
        }
    }

    /**
     * The time in which somebody shows that it suits him; no days, no trial.
     *
     * @param orders how many orders of others he has to have brought at its end
     */
    public record Trial(int days, int orders) {}

    /** A condition that somebody would like to set, lawful or not. */
    @Schema(name = "JoiningDemand")
    public enum Demand {
        PHONE_CONFIRMED,
        IDENTITY_PASSED,
        PURCHASE,
        FEE,
        DEPOSIT,
        STORED_VALUE,
        FIRST_STOCK;

        Condition lawful() {
            return switch (this) {
                case PHONE_CONFIRMED -> Condition.PHONE_CONFIRMED;
                case IDENTITY_PASSED -> Condition.IDENTITY_PASSED;
                case PURCHASE -> throw Unlawful.JOINING_BY_PURCHASE.refused();
                case FEE -> throw Unlawful.JOINING_BY_FEE.refused();
                case DEPOSIT -> throw Unlawful.JOINING_BY_DEPOSIT.refused();
                case STORED_VALUE -> throw Unlawful.JOINING_BY_STORED_VALUE.refused();
                case FIRST_STOCK -> throw Unlawful.JOINING_BY_STOCK.refused();
            };
        }
    }

    /** What somebody would like to give for each recruit; the law leaves nothing. */
    @Schema(name = "InviterReward")
    public enum Reward {
        NONE,
        CASH,
        POINTS,
        COUPON
    }

    /** What somebody would like to have, lawful or not. */
    public record Wish(
            Approval approval, String agreementVersion, List<Demand> demands, Reward inviterReward, Trial trial) {

        /** The policy, or the refusal that the law demands. */
        public JoiningPolicy lawful(int version) {
            switch (inviterReward) {
                case NONE -> {}
                case CASH -> throw Unlawful.CASH_PER_RECRUIT.refused();
                case POINTS, COUPON -> throw Unlawful.REWARD_PER_RECRUIT.refused();
            }
            var conditions = demands.stream().map(Demand::lawful).toList();
            return new JoiningPolicy(version, approval, agreementVersion, Set.copyOf(conditions), trial);
        }
    }

    /** Automatic or not: a person who seems to be a distributor already is looked at. */
    public boolean admits(IdentityCheck check) {
        return approval == Approval.AUTOMATIC
                && check != IdentityCheck.SAME_PERSON
                && unmet(check, Optional.empty()).isEmpty();
    }

    /** What is still asked of an applicant. */
    public List<Condition> unmet(IdentityCheck check, Optional<Identity> identity) {
        return conditions.stream()
                .filter(condition -> !condition.isMet(check, identity))
                .sorted()
                .toList();
    }
}
