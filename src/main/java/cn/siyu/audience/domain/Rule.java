package cn.siyu.audience.domain;

import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** A condition over what the audience knows of a member; a member of whom nothing is known has bought nothing and has no tag. */
public sealed interface Rule {

    /** Every part holds; none are no condition at all. */
    record All(List<Rule> parts) implements Rule {}

    /** At least one part holds. */
    record Any(List<Rule> parts) implements Rule {}

    record Not(Rule part) implements Rule {}

    /** Carries the tag now. */
    record HasTag(UUID tag) implements Rule {}

    /** So many firm orders. */
    record Orders(Range range) implements Rule {}

    /** Paid for firm orders, less what went back. */
    record NetPaidFen(Range range) implements Rule {}

    /** The first firm order is not longer ago. */
    record FirstPaidWithinDays(int days) implements Rule {}

    /** The last firm order is not longer ago. */
    record LastPaidWithinDays(int days) implements Rule {}

    /** This account has no firm order yet, or has one. */
    record IsNewMember(boolean yes) implements Rule {}

    /** Both ends belong to it. */
    record Range(OptionalLong min, OptionalLong max) {}
}
