package cn.siyu.groupbuy.domain;

import cn.siyu.groupbuy.ActivityId;
import java.time.Instant;
import java.util.Optional;

/** An activity: what was laid down, and where it stands. */
public record Activity(ActivityId id, Plan plan, ActivityState state, long version) {

    /** When even the last group of it has run out. */
    public Instant lastExpiry() {
        return plan.endsAt().plus(plan.closingGrace());
    }

    /** Until when a group gathers whose leader pays now (B4). */
    public Instant expiryFrom(Instant leaderPaidAt) {
        var full = leaderPaidAt.plus(plan.groupTtl());
        return full.isBefore(lastExpiry()) ? full : lastExpiry();
    }

    /** Whether a group may be opened now; time counts even before the sweep has come by. */
    boolean takesGroups(Instant now) {
        return state == ActivityState.RUNNING && !now.isBefore(plan.startsAt()) && now.isBefore(plan.endsAt());
    }

    /**
     * What time alone makes of it. One that is paused when its end comes stays so until its last group has run out: that it is over
     * lets nobody in whom staff have kept out.
     */
    public ActivityState turned(Instant now) {
        return state.at(plan.startsAt(), state == ActivityState.PAUSED ? lastExpiry() : plan.endsAt(), now);
    }

    /** Whether an open group may be joined: while it runs, and after its end until the groups run out. */
    public boolean takesMembers() {
        return state == ActivityState.RUNNING || state == ActivityState.ENDED;
    }

    /** Why somebody cannot join a group of it, whatever group that is. */
    Optional<GroupBuyProblem> isNotFor(Applicant who) {
        if (!who.inAudience()) {
            return Optional.of(GroupBuyProblem.GROUP_BUY_AUDIENCE);
        }
        return plan.mode() == Mode.NEW_MEMBER && !who.newcomer()
                ? Optional.of(GroupBuyProblem.GROUP_BUY_NEW_MEMBERS_ONLY)
                : Optional.empty();
    }

    /** What is wrong with a wish for so many units of something, whoever it is. */
    Optional<GroupBuyProblem> refuses(Applicant who, int quantity) {
        if (quantity > plan.perOrderQty()) {
            return Optional.of(GroupBuyProblem.GROUP_BUY_QUANTITY);
        }
        if (!who.inAudience()) {
            return Optional.of(GroupBuyProblem.GROUP_BUY_AUDIENCE);
        }
        if (who.units() + quantity > plan.perPersonQty()) {
            return Optional.of(GroupBuyProblem.GROUP_BUY_LIMIT);
        }
        return who.openGroups() < plan.maxOpenGroups()
                ? Optional.empty()
                : Optional.of(GroupBuyProblem.GROUP_BUY_OPEN_LIMIT);
    }
}
