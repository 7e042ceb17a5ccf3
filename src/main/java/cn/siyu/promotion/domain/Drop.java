package cn.siyu.promotion.domain;

import cn.siyu.kernel.problem.FieldError;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.domain.Giving.Way;
import cn.siyu.promotion.domain.Validity.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Coupons dropped into a chat group (群撒券): so many of a template, for whoever of one community is first (H5). A drop allows, it
 * reserves nothing: every claim takes one of what remains of the template and of the giver's quota at that moment, so what
 * nobody claims has never left them.
 *
 * @param backing out of whose quota; empty when staff drop them
 */
public record Drop(
        UUID id,
        Template template,
        UUID community,
        Optional<Backing> backing,
        Plan plan,
        int taken,
        Optional<Instant> endedAt,
        long version,
        Instant createdAt) {

    /** The KOC or seller who drops, and what is left of his quota. */
    public record Backing(MemberId giver, UUID quota, int left) {}

    /** Where a drop stands; time alone opens and closes it. */
    @Schema(name = "CouponDropState")
    public enum State {
        PLANNED,
        OPEN,
        /** Its window is over. */
        OVER,
        /** Somebody has ended it before. */
        ENDED
    }

    /** How many, how many for each, and when. */
    public record Plan(int units, int perMember, Span window) {

        /** What cannot be so with this template, of which there are {@code most} at the moment. */
        public List<FieldError> faults(Template template, int most, Instant now) {
            var terms = template.terms();
            var faults = new ArrayList<FieldError>();
            if (!terms.giving().by(Way.DROP)) {
                faults.add(new FieldError("ways", "of the template do not name DROP"));
            }
            if (units > most) {
                faults.add(new FieldError("units", "are more than are left: " + most));
            }
            if (perMember > terms.giving().perPerson()) {
                faults.add(new FieldError(
                        "perMember",
                        "is more than one person gets: " + terms.giving().perPerson()));
            }
            if (window.over(now) || !window.from().isBefore(window.until())) {
                faults.add(new FieldError("closesAt", "must be after opensAt and after now"));
            }
            if (window.from().isBefore(terms.claimFrom()) || window.until().isAfter(terms.claimUntil())) {
                faults.add(
                        new FieldError("closesAt", "must lie, like opensAt, in the time in which coupons are claimed"));
            }
            return faults;
        }
    }

    /**
     * What can be known when a member looks at it.
     *
     * @param inCommunity the member is in the community now
     * @param led whoever dropped it still owns or serves the community; true for staff
     * @param mine how many of this drop he has had
     * @param mineOfTemplate how many of the template he has had, however he came by them
     */
    public record Facts(boolean inCommunity, boolean led, boolean inSegment, int mine, int mineOfTemplate) {}

    public State state(Instant now) {
        if (endedAt.isPresent()) {
            return State.ENDED;
        }
        if (plan.window().over(now)) {
            return State.OVER;
        }
        return plan.window().begun(now) ? State.OPEN : State.PLANNED;
    }

    /** How many can still be had: no more than template and quota have. */
    public int left(Instant now) {
        return switch (state(now)) {
            case OVER, ENDED -> 0;
            case PLANNED, OPEN -> Math.max(0, Math.min(plan.units() - taken, behind()));
        };
    }

    private int behind() {
        return backing.map(each -> Math.min(each.left(), template.left())).orElseGet(template::left);
    }

    /** Why a member cannot have one now. */
    public Optional<ClaimBar> bar(Facts facts, Instant now) {
        if (!facts.inCommunity()) {
            return Optional.of(ClaimBar.NOT_IN_COMMUNITY);
        }
        if (endedAt.isPresent() || template.state() != Template.State.RUNNING || !facts.led()) {
            return Optional.of(ClaimBar.NOT_RUNNING);
        }
        if (!plan.window().begun(now)) {
            return Optional.of(ClaimBar.NOT_YET);
        }
        if (plan.window().over(now)) {
            return Optional.of(ClaimBar.TOO_LATE);
        }
        if (!facts.inSegment()) {
            return Optional.of(ClaimBar.NOT_IN_SEGMENT);
        }
        if (facts.mine() >= plan.perMember()
                || facts.mineOfTemplate() >= template.terms().giving().perPerson()) {
            return Optional.of(ClaimBar.LIMIT_REACHED);
        }
        return left(now) == 0 ? Optional.of(ClaimBar.GONE) : Optional.empty();
    }
}
