package cn.siyu.distribution.domain;

import cn.siyu.kernel.problem.Refused;
import java.util.Map;

/**
 * Distributors under one captain (分销团队): he manages them and nothing else. A team binds no customers, and no share of a
 * member's sale goes up to the captain (C3, L8, L9).
 */
public final class Team {

    /** What somebody is in a team. */
    public enum Role {
        CAPTAIN,
        MEMBER
    }

    /** Who is paid (C4). */
    public enum Settlement {
        /** Each member by himself. */
        PERSONAL,
        /** The team's company, for all. */
        COMPANY
    }

    private Team() {}

    /** A company has to show its licence, the contract and each member's agreement; none of them can be kept yet (L9). */
    public static Settlement lawful(Settlement wanted) {
        return switch (wanted) {
            case PERSONAL -> wanted;
            case COMPANY ->
                throw Refused.with(
                        DistributionProblem.TEAM_COMPANY_UNLICENSED,
                        "A team of natural persons is settled personally; a company needs its licence first",
                        Map.of("rule", "L9"));
        };
    }
}
