package cn.siyu.groupbuy.domain;

import cn.siyu.groupbuy.domain.BuyGroup.Cancelled;
import cn.siyu.groupbuy.domain.BuyGroup.Failed;
import cn.siyu.groupbuy.domain.BuyGroup.Open;
import cn.siyu.groupbuy.domain.BuyGroup.Pending;
import cn.siyu.groupbuy.domain.BuyGroup.Succeeded;
import java.time.Instant;

/** What becomes of a place whose money has arrived, in time or late (B4, B10, B14). */
public sealed interface PayDecision {

    /** The leader's: others see the group now. */
    record Opens(Open group) implements PayDecision {}

    /** One more; others are missing. {@code taken} again: the place had been let go before. */
    record Waits(Open group, boolean again) implements PayDecision {}

    /** The last one: everybody's order goes on. */
    record Completes(Succeeded group, boolean again) implements PayDecision {}

    /** The merchant had completed the group while this place was held: it is in. */
    record GoesAlong(Succeeded group) implements PayDecision {}

    /** Known already. */
    record Repeated(boolean confirmed) implements PayDecision {}

    /** There is no place for it: the money goes back. {@code group} as it is without it. */
    record GivenUp(BuyGroup group, GroupBuyProblem reason) implements PayDecision {}

    /**
     * What the rules ask about the payer.
     *
     * @param newcomer has never bought; asked again, because a while has passed since the place was taken (B20)
     * @param elsewhere has another living place in this group meanwhile
     * @param withinLimits whether his limits leave room for a place that had been let go
     */
    record Payer(boolean newcomer, boolean elsewhere, boolean withinLimits) {}

    static PayDecision decide(Activity activity, BuyGroup group, Seat seat, Payer payer, Instant now) {
        return switch (seat.state()) {
            case HELD -> held(activity, group, seat, payer, now);
            case RELEASED -> late(activity, group, seat, payer, now);
            case PAID -> new Repeated(false);
            case CONFIRMED, REFUNDING, REFUNDED -> new Repeated(true);
        };
    }

    private static PayDecision held(Activity activity, BuyGroup group, Seat seat, Payer payer, Instant now) {
        return switch (group) {
            case Pending pending -> opens(activity, pending, now);
            case Open open
            when activity.state() == ActivityState.STOPPED ->
                new GivenUp(open.free(), GroupBuyProblem.GROUP_BUY_NOT_RUNNING);
            case Open open
            when tooOld(activity, seat, payer) -> new GivenUp(open.free(), GroupBuyProblem.GROUP_BUY_NEW_MEMBERS_ONLY);
            case Open open -> paid(open, open.places().payHeld(), false, now);
            case Succeeded done
            when tooOld(activity, seat, payer) ->
                new GivenUp(done.with(done.places().free()), GroupBuyProblem.GROUP_BUY_NEW_MEMBERS_ONLY);
            case Succeeded done -> new GoesAlong(done.with(done.places().payHeld()));
            case Failed failed -> new GivenUp(failed.with(failed.places().free()), GroupBuyProblem.GROUP_CLOSED);
            case Cancelled cancelled -> new GivenUp(cancelled, GroupBuyProblem.GROUP_CLOSED);
        };
    }

    private static PayDecision opens(Activity activity, Pending pending, Instant now) {
        var expiry = activity.expiryFrom(now);
        return activity.state() == ActivityState.STOPPED || !now.isBefore(expiry)
                ? new GivenUp(pending.cancel(now), GroupBuyProblem.GROUP_BUY_NOT_RUNNING)
                : new Opens(pending.open(expiry));
    }

    /** A place that was let go is taken again if the group is still open and not full (B10). */
    private static PayDecision late(Activity activity, BuyGroup group, Seat seat, Payer payer, Instant now) {
        if (!(group instanceof Open open) || activity.state() == ActivityState.STOPPED) {
            return new GivenUp(group, GroupBuyProblem.GROUP_CLOSED);
        }
        if (payer.elsewhere()) {
            return new GivenUp(open, GroupBuyProblem.GROUP_ALREADY_JOINED);
        }
        if (open.places().left() == 0) {
            return new GivenUp(open, GroupBuyProblem.GROUP_FULL);
        }
        if (tooOld(activity, seat, payer)) {
            return new GivenUp(open, GroupBuyProblem.GROUP_BUY_NEW_MEMBERS_ONLY);
        }
        return payer.withinLimits()
                ? paid(open, open.places().payFree(), true, now)
                : new GivenUp(open, GroupBuyProblem.GROUP_BUY_LIMIT);
    }

    private static PayDecision paid(Open open, Places after, boolean again, Instant now) {
        return switch (open.pay(after, now)) {
            case Succeeded done -> new Completes(done, again);
            case Open still -> new Waits(still, again);
            case BuyGroup other -> throw new IllegalStateException("a payment made a group " + other.kind());
        };
    }

    private static boolean tooOld(Activity activity, Seat seat, Payer payer) {
        return activity.plan().mode() == Mode.NEW_MEMBER && !seat.leader() && !payer.newcomer();
    }
}
