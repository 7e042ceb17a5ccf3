package cn.siyu.distribution.domain;

import cn.siyu.distribution.Unlawful;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.Refused;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How deep pay may go (C0e, L8): one level, or two with a legal confirmation. A third cannot be said with this type.
 *
 * @param inviter the share of whoever brought the distributor; nothing while one level is the rule
 * @param leaderBeside whether a group's leader may be paid on a line beside a distributor
 */
public record CompliancePolicy(int version, Optional<Confirmation> confirmation, Rate inviter, boolean leaderBeside) {

    private static final int TWO = 2;

    /** Who said that a second level is lawful, when, and in which document. */
    public record Confirmation(String by, LocalDate on, String document) {}

    /** Whoever could be paid from a line. */
    @Schema(name = "LinePayee")
    public enum Payee {
        DISTRIBUTOR,
        INVITER,
        SELLER,
        KOC,
        LEADER,
        CAPTAIN
    }

    /** The pairs that the law leaves; a seller and his KOC share one pool and always stand together. */
    private static final Set<Set<Payee>> PAIRS = Set.of(
            EnumSet.of(Payee.DISTRIBUTOR, Payee.INVITER),
            EnumSet.of(Payee.SELLER, Payee.KOC),
            EnumSet.of(Payee.DISTRIBUTOR, Payee.LEADER));

    /**
     * What somebody would like to have, lawful or not.
     *
     * @param together who may be paid from one and the same line
     */
    public record Wish(int maxDepth, Optional<Confirmation> confirmation, int inviterBp, List<Set<Payee>> together) {

        /** The policy, or the refusal that the law demands. */
        public CompliancePolicy lawful(int version, LocalDate today) {
            if (maxDepth > TWO) {
                throw Unlawful.DEPTH_THREE.refused();
            }
            if (maxDepth == TWO
                    && confirmation.filter(said -> !said.on().isAfter(today)).isEmpty()) {
                throw Unlawful.DEPTH_TWO_UNCONFIRMED.refused();
            }
            if (together.stream().anyMatch(payees -> payees.size() > 1 && !PAIRS.contains(payees))) {
                throw Unlawful.PAYEES_STACKED.refused();
            }
            if (maxDepth < TWO && inviterBp > 0) {
                throw new Refused(DistributionProblem.INVITER_WITHOUT_DEPTH);
            }
            return new CompliancePolicy(
                    version,
                    confirmation.filter(_ -> maxDepth == TWO),
                    Tier.rate(inviterBp),
                    together.contains(EnumSet.of(Payee.DISTRIBUTOR, Payee.LEADER)));
        }
    }

    public int maxDepth() {
        return confirmation.isPresent() ? TWO : 1;
    }

    /** Who may be paid from one line. */
    public List<Set<Payee>> together() {
        return PAIRS.stream()
                .filter(pair -> !pair.contains(Payee.INVITER) || confirmation.isPresent())
                .filter(pair -> !pair.contains(Payee.LEADER) || leaderBeside)
                .toList();
    }
}
