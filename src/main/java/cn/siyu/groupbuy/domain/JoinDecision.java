package cn.siyu.groupbuy.domain;

import cn.siyu.groupbuy.domain.BuyGroup.Open;
import cn.siyu.groupbuy.domain.BuyGroup.Origin;
import cn.siyu.groupbuy.domain.BuyGroup.Pending;
import java.time.Duration;
import java.time.Instant;

/** Whether somebody gets a place, decided before he pays (B6-B8, L3). */
public sealed interface JoinDecision {

    /** He has it until {@code payBy}; {@code group} as it is with him. */
    record Seated(BuyGroup group, Instant payBy) implements JoinDecision {}

    /** He has none and pays nothing. */
    record TurnedAway(GroupBuyProblem reason) implements JoinDecision {}

    /** @param minPayWindow with less time left nobody could pay in peace (B7) */
    static JoinDecision open(
            Activity activity, Origin group, Applicant who, int quantity, Duration minPayWindow, Instant now) {
        if (!activity.takesGroups(now) || !leaves(activity.lastExpiry(), minPayWindow, now)) {
            return new TurnedAway(GroupBuyProblem.GROUP_BUY_NOT_RUNNING);
        }
        return activity.refuses(who, quantity)
                .<JoinDecision>map(TurnedAway::new)
                .orElseGet(() -> new Seated(
                        new Pending(group, Places.ofLeader(activity.plan().places())),
                        payBy(activity, activity.lastExpiry(), now)));
    }

    static JoinDecision join(
            Activity activity, BuyGroup group, Applicant who, int quantity, Duration minPayWindow, Instant now) {
        if (who.seated() && (group instanceof Open || group instanceof BuyGroup.Succeeded)) {
            return new TurnedAway(GroupBuyProblem.GROUP_ALREADY_JOINED);
        }
        if (!activity.takesMembers()) {
            return new TurnedAway(GroupBuyProblem.GROUP_BUY_NOT_RUNNING);
        }
        return activity.isNotFor(who).<JoinDecision>map(TurnedAway::new).orElseGet(() -> switch (group) {
            case Open open -> join(activity, open, who, quantity, minPayWindow, now);
            case BuyGroup.Succeeded _ -> new TurnedAway(GroupBuyProblem.GROUP_FULL);
            case Pending _, BuyGroup.Failed _, BuyGroup.Cancelled _ -> new TurnedAway(GroupBuyProblem.GROUP_CLOSED);
        });
    }

    /** Whoever is told that a group is full or closed is one who could join another: he hears of those. */
    private static JoinDecision join(
            Activity activity, Open open, Applicant who, int quantity, Duration minPayWindow, Instant now) {
        if (!leaves(open.expiresAt(), minPayWindow, now)) {
            return new TurnedAway(GroupBuyProblem.GROUP_CLOSED);
        }
        if (open.places().left() == 0) {
            return new TurnedAway(GroupBuyProblem.GROUP_FULL);
        }
        return activity.refuses(who, quantity)
                .<JoinDecision>map(TurnedAway::new)
                .orElseGet(() -> new Seated(open.hold(), payBy(activity, open.expiresAt(), now)));
    }

    private static boolean leaves(Instant end, Duration window, Instant now) {
        return now.plus(window).isBefore(end);
    }

    private static Instant payBy(Activity activity, Instant end, Instant now) {
        var full = now.plus(activity.plan().payTimeout());
        return full.isBefore(end) ? full : end;
    }
}
