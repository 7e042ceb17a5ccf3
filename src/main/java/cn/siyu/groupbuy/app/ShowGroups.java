package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.groupbuy.store.Screens;
import cn.siyu.groupbuy.store.Screens.Group;
import cn.siyu.groupbuy.store.Screens.Seat;
import cn.siyu.groupbuy.store.SettlementStore;
import cn.siyu.groupbuy.store.SettlementStore.Reward;
import cn.siyu.groupbuy.store.SettlementStore.Sent;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.MemberCard;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows groups: one with its members, a member's own, those of an activity. */
@Singleton
public class ShowGroups {

    private final ActivityStore activities;
    private final Screens screens;
    private final SettlementStore settlements;
    private final MemberCards members;
    private final Sql reads;

    @Inject
    ShowGroups(
            ActivityStore activities,
            Screens screens,
            SettlementStore settlements,
            MemberCards members,
            Transactions transactions) {
        this.activities = activities;
        this.screens = screens;
        this.settlements = settlements;
        this.members = members;
        this.reads = transactions.reads();
    }

    /** A group with its activity, all its places and who sits in them. */
    public record Sheet(
            Activity activity,
            Group group,
            List<Seat> seats,
            Map<MemberId, MemberCard> cards,
            Map<UUID, Sent> rebates,
            Optional<Reward> reward) {}

    /** A member's place with its group and activity. */
    public record Own(Seat seat, Group group, Activity activity) {}

    /** What everybody may see, and its leader before that. */
    public Uni<Sheet> shown(BuyGroupId id, Optional<MemberId> caller) {
        return sheet(reads, id).invoke(sheet -> refuseHidden(sheet.group(), caller));
    }

    /** For whoever has or had a place in it. */
    public Uni<Sheet> own(BuyGroupId id, MemberId member) {
        return sheet(reads, id).invoke(sheet -> {
            if (sheet.seats().stream().noneMatch(seat -> seat.member().equals(member))) {
                throw Refused.notFound();
            }
        });
    }

    /** How these stand, of those that everybody may see. */
    public Uni<List<Group>> open(Collection<BuyGroupId> ids) {
        return screens.groups(reads, ids)
                .map(found -> found.stream().filter(group -> !isHidden(group)).toList());
    }

    /** For staff. */
    public Uni<Sheet> any(BuyGroupId id) {
        return sheet(reads, id);
    }

    /** For staff, as it is within the running transaction. */
    public Uni<Sheet> any(Tx tx, BuyGroupId id) {
        return sheet(tx, id);
    }

    public Uni<NumberedPage<Group>> ofActivity(ActivityId activity, BuyGroup.@Nullable Kind state, int page, int size) {
        return activities
                .find(reads, activity)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(() -> screens.ofActivity(reads, activity, state, size, (page - 1) * size))
                .chain(found -> screens.count(reads, activity, state)
                        .map(total -> new NumberedPage<>(found, page, size, total)));
    }

    /** A member's places, the newest first. */
    public Uni<List<Own>> own(MemberId member, Optional<Cursor> after, int limit) {
        return screens.own(reads, member, after, limit)
                .chain(seats -> seats.isEmpty() ? Uni.createFrom().item(List.<Own>of()) : own(seats));
    }

    private Uni<List<Own>> own(List<Seat> seats) {
        return screens.groups(reads, seats.stream().map(Seat::group).distinct().toList())
                .chain(groups -> activities
                        .find(
                                reads,
                                groups.stream().map(Group::activity).distinct().toList())
                        .map(found -> own(seats, groups, found)));
    }

    @SuppressWarnings("NullAway") // A place has a group and a group an activity: foreign keys say so.
    private static List<Own> own(List<Seat> seats, List<Group> groups, List<Activity> activities) {
        var groupOf = groups.stream().collect(Collectors.toMap(Group::id, Function.identity()));
        var activityOf = activities.stream().collect(Collectors.toMap(Activity::id, Function.identity()));
        return seats.stream()
                .map(seat -> new Own(
                        seat,
                        groupOf.get(seat.group()),
                        activityOf.get(groupOf.get(seat.group()).activity())))
                .toList();
    }

    private Uni<Sheet> sheet(Sql sql, BuyGroupId id) {
        return screens.group(sql, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(group -> activities
                        .find(sql, group.activity())
                        .chain(activity -> screens.seats(sql, List.of(id))
                                .chain(seats -> cards(
                                                sql,
                                                seats.stream().map(Seat::member).toList())
                                        .chain(cards -> sheet(sql, activity, group, seats, cards)))));
    }

    /** What went back to the members of a group that has come about. */
    private Uni<Sheet> sheet(
            Sql sql, Activity activity, Group group, List<Seat> seats, Map<MemberId, MemberCard> cards) {
        if (group.state() != BuyGroup.Kind.SUCCEEDED || !activity.plan().settles()) {
            return Uni.createFrom().item(new Sheet(activity, group, seats, cards, Map.of(), Optional.empty()));
        }
        return settlements
                .rebates(sql, group.id())
                .chain(sent -> settlements
                        .benefit(sql, group.id())
                        .map(reward -> new Sheet(
                                activity,
                                group,
                                seats,
                                cards,
                                sent.stream()
                                        .collect(Collectors.toMap(
                                                each -> each.rebate().order(), Function.identity())),
                                Optional.ofNullable(reward))));
    }

    private Uni<Map<MemberId, MemberCard>> cards(Sql sql, List<MemberId> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : members.of(sql, ids.stream().distinct().toList())
                        .map(cards -> cards.stream().collect(Collectors.toMap(MemberCard::id, Function.identity())));
    }

    private static void refuseHidden(Group group, Optional<MemberId> caller) {
        if (isHidden(group) && caller.filter(group.leader()::equals).isEmpty()) {
            throw Refused.notFound();
        }
    }

    private static boolean isHidden(Group group) {
        return group.state() == BuyGroup.Kind.PENDING || group.state() == BuyGroup.Kind.CANCELLED;
    }
}
