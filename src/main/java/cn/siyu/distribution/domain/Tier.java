package cn.siyu.distribution.domain;

import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.Refused;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A step of the ladder on which distributors stand, with the share of a line's net that it has now (C5).
 *
 * @param rank its place, the lowest first
 * @param benefits what else it brings, in words for distributors
 */
public record Tier(UUID id, int rank, String name, Rate rate, List<String> benefits, long version) {

    /** What all payees of one line share at most (P7): no single one may have more. */
    public static final Rate CAP = new Rate(3_000);

    /** The rate, if it may be one of a tier. */
    public static Rate rate(int basisPoints) {
        if (basisPoints > CAP.basisPoints()) {
            throw Refused.with(
                    DistributionProblem.RATE_ABOVE_CAP,
                    "The cap is " + CAP.basisPoints() + " basis points",
                    Map.of("capBp", CAP.basisPoints()));
        }
        return new Rate(basisPoints);
    }
}
