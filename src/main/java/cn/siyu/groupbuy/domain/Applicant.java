package cn.siyu.groupbuy.domain;

/**
 * What the rules ask about somebody who wants a place.
 *
 * @param seated has a living place in this group
 * @param newcomer has never bought (B20)
 * @param units bought in this activity so far, unpaid holds included (A13)
 * @param openGroups undecided groups of this activity in which he sits
 */
public record Applicant(boolean seated, boolean inAudience, boolean newcomer, int units, int openGroups) {}
