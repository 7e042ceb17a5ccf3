package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.Refused;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A written rule of one version: what was valid is never changed, only ended, so that an order finds the rules of the moment
 * at which it was placed for ever.
 *
 * @param version counts the rules for one and the same target
 * @param to end, exclusive; empty while it holds
 */
public record CommissionRule(
        UUID id,
        RuleKind kind,
        Target target,
        Optional<Rate> rate,
        Optional<Money> perUnit,
        int version,
        Instant from,
        Optional<Instant> to,
        String reason) {

    /** No rule may promise more than this: it is the cap over all payees of a line (P7). */
    public static final Rate HIGHEST = new Rate(3_000);

    /** What a rule is for: each kind names just what it needs. */
    public record Target(
            Optional<UUID> distributor,
            Optional<UUID> sku,
            Optional<UUID> spu,
            Optional<UUID> tier,
            Optional<UUID> category) {

        boolean fits(RuleKind kind) {
            return switch (kind) {
                case CONTRACT_SKU -> is(true, true, false, false, false);
                case CONTRACT_SPU -> is(true, false, true, false, false);
                case TIER_SPU -> is(false, false, true, true, false);
                case SPU_FIXED -> is(false, false, true, false, false);
                case TIER_CATEGORY -> is(false, false, false, true, true);
                case CHANNEL_DEFAULT -> is(false, false, false, false, false);
                case ACTIVITY, TIER_DEFAULT -> false;
            };
        }

        private boolean is(boolean d, boolean k, boolean p, boolean t, boolean c) {
            return distributor.isPresent() == d
                    && sku.isPresent() == k
                    && spu.isPresent() == p
                    && tier.isPresent() == t
                    && category.isPresent() == c;
        }
    }

    /** Refuses what could never be a rule, and what would be valid in the past (nothing is reckoned anew). */
    public void check(Instant now) {
        if (!kind.isWritten() || !target.fits(kind)) {
            throw new Refused(CommissionProblem.RULE_TARGET_WRONG, "A rule " + kind + " is not for that");
        }
        if ((kind == RuleKind.SPU_FIXED) != perUnit.isPresent() || rate.isPresent() == perUnit.isPresent()) {
            throw new Refused(CommissionProblem.RULE_AMOUNT_WRONG);
        }
        if (rate.filter(r -> r.basisPoints() > HIGHEST.basisPoints()).isPresent()) {
            throw new Refused(
                    CommissionProblem.RULE_ABOVE_CAP, "P7: at most " + HIGHEST.basisPoints() + " basis points");
        }
        if (from.isBefore(now) || to.filter(end -> !end.isAfter(from)).isPresent()) {
            throw new Refused(CommissionProblem.RULE_IN_THE_PAST);
        }
    }

    boolean holds(Instant moment) {
        return !from.isAfter(moment) && to.filter(end -> !end.isAfter(moment)).isEmpty();
    }

    boolean isForTheSame(CommissionRule other) {
        return kind == other.kind && target.equals(other.target);
    }

    Rule hit(int nearness) {
        return new Rule(kind, Optional.of(id), rate, perUnit, nearness);
    }
}
