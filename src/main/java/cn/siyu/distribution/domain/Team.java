package cn.siyu.distribution.domain;

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
}
