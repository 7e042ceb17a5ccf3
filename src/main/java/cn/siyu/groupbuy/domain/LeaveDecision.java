package cn.siyu.groupbuy.domain;

import cn.siyu.groupbuy.domain.BuyGroup.Failed;
import cn.siyu.groupbuy.domain.BuyGroup.Open;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.ProblemType;
import cn.siyu.member.MemberId;
import java.time.Instant;
import java.util.Optional;

/** Whether a member who has paid may leave a group that still gathers, and what becomes of it without him (B17). */
public sealed interface LeaveDecision {

    /** His place is free for others; {@code group} as it is without him, led by the one who paid first if he led it. */
    record Leaves(Open group) implements LeaveDecision {}

    /** Nobody who has paid is left. */
    record Ends(Failed group) implements LeaveDecision {}

    record Stays(ProblemType reason) implements LeaveDecision {}

    /** @param next of the others the one who has paid first */
    static LeaveDecision decide(Activity activity, BuyGroup group, Seat seat, Optional<MemberId> next, Instant now) {
        if (!(group instanceof Open open) || seat.state() != SeatState.PAID) {
            return new Stays(CommonProblem.STATE_CHANGED);
        }
        if (!now.isBefore(open.expiresAt().minus(activity.plan().leaveLock()))) {
            return new Stays(GroupBuyProblem.GROUP_LEAVE_CLOSED);
        }
        var leads = open.origin().leader().equals(seat.member());
        return next.<LeaveDecision>map(heir ->
                        new Leaves(open.leave(leads ? heir : open.origin().leader())))
                .orElseGet(() -> new Ends(open.abandon(now)));
    }
}
