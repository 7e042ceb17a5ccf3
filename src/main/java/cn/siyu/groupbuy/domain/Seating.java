package cn.siyu.groupbuy.domain;

import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.domain.JoinDecision.Seated;
import cn.siyu.groupbuy.domain.JoinDecision.TurnedAway;
import cn.siyu.member.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An activity while many ask for places in it: each is decided by {@link JoinDecision}, on what those before him have left. A
 * decision counts for those behind only once it is {@link #take taken}: somebody for whom there are no goods takes nothing.
 */
public final class Seating {

    private final Activity activity;
    private final Duration minPayWindow;
    private final Instant now;
    private final Map<BuyGroupId, BuyGroup> groups = new HashMap<>();
    private final Map<MemberId, Share> shares = new HashMap<>();
    private final Set<Place> places = new HashSet<>();
    private final Map<MemberId, Share> taken = new LinkedHashMap<>();
    private final Map<BuyGroupId, Integer> held = new LinkedHashMap<>();

    /** What one person has of an activity: units, and places in undecided groups. */
    public record Share(int units, int openGroups) {

        private static final Share NONE = new Share(0, 0);

        private Share plus(int more) {
            return new Share(units + more, openGroups + 1);
        }
    }

    /** A living place of a member in a group. */
    public record Place(BuyGroupId group, MemberId member) {}

    /** @param groups that are to be joined, locked */
    public Seating(
            Activity activity,
            Collection<BuyGroup> groups,
            Map<MemberId, Share> shares,
            Collection<Place> places,
            Duration minPayWindow,
            Instant now) {
        this.activity = activity;
        this.minPayWindow = minPayWindow;
        this.now = now;
        groups.forEach(group -> this.groups.put(group.origin().id(), group));
        this.shares.putAll(shares);
        this.places.addAll(places);
    }

    public Activity activity() {
        return activity;
    }

    public Optional<BuyGroup> group(BuyGroupId id) {
        return Optional.ofNullable(groups.get(id));
    }

    /** What the rules ask about somebody, as it is now. */
    public Applicant applicant(BuyGroupId group, MemberId member, boolean inAudience, boolean newcomer) {
        var share = shares.getOrDefault(member, Share.NONE);
        return new Applicant(
                places.contains(new Place(group, member)), inAudience, newcomer, share.units(), share.openGroups());
    }

    public JoinDecision open(BuyGroup.Origin origin, Applicant who, int quantity) {
        return JoinDecision.open(activity, origin, who, quantity, minPayWindow, now);
    }

    public JoinDecision join(BuyGroupId id, Applicant who, int quantity) {
        var group = groups.get(id);
        return group == null
                ? new TurnedAway(GroupBuyProblem.GROUP_CLOSED)
                : JoinDecision.join(activity, group, who, quantity, minPayWindow, now);
    }

    /** The decision is carried out: from here on everybody reckons with it. */
    public void take(Seated seated, MemberId member, int quantity, boolean leader) {
        var id = seated.group().origin().id();
        groups.put(id, seated.group());
        places.add(new Place(id, member));
        shares.put(member, shares.getOrDefault(member, Share.NONE).plus(quantity));
        taken.put(member, taken.getOrDefault(member, Share.NONE).plus(quantity));
        if (!leader) {
            held.merge(id, 1, Integer::sum);
        }
    }

    /** What each has taken in this seating. */
    public Map<MemberId, Share> taken() {
        return taken;
    }

    /** How many places were taken in each of the groups that were there before. */
    public Map<BuyGroupId, Integer> held() {
        return held;
    }
}
