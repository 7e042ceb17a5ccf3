package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.Mode;
import cn.siyu.groupbuy.domain.SeatState;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.groupbuy.store.Screens;
import cn.siyu.groupbuy.store.Screens.Group;
import cn.siyu.groupbuy.store.Screens.Seat;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.page.Fresh;
import cn.siyu.kernel.page.Fresh.Loaded;
import cn.siyu.kernel.page.FreshValues;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.member.MemberCard;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Shows the groups of an activity that can be joined. They are read once for the whole crowd, for a moment, and somewhat more of
 * them than are shown, so that each can be shown those that he is not in.
 */
@Singleton
public class ShowOpenGroups {

    /** So many are shown. */
    private static final int SHOWN = 20;

    /** Nobody sees fewer than there are unless he is in so many more. */
    private static final int READ = 2 * SHOWN;

    private static final int MOST_KNOWN = 200;

    private static final Led NOTHING = new Led(List.of(), Map.of());

    private final ActivityStore activities;
    private final Screens screens;
    private final MemberCards members;
    private final Audience audience;
    private final GroupBuySettings settings;
    private final Sql reads;
    private final ShopClock clock;
    private final Fresh<Open> known;

    @Inject
    ShowOpenGroups(
            ActivityStore activities,
            Screens screens,
            MemberCards members,
            Audience audience,
            GroupBuySettings settings,
            Transactions transactions,
            ShopClock clock,
            FreshValues values) {
        this.activities = activities;
        this.screens = screens;
        this.members = members;
        this.audience = audience;
        this.settings = settings;
        this.reads = transactions.reads();
        this.clock = clock;
        this.known = values.most(MOST_KNOWN);
    }

    /** Groups with who leads them. */
    public record Led(List<Group> groups, Map<MemberId, MemberCard> cards) {}

    /** The same for everybody, and who has a place in each. */
    private record Open(Activity activity, Led led, Map<BuyGroupId, Set<MemberId>> inside) {

        private Led but(Optional<MemberId> caller, Instant until) {
            return new Led(
                    led.groups.stream()
                            .filter(group ->
                                    group.expiresAt().filter(until::isBefore).isPresent())
                            .filter(group ->
                                    caller.filter(member -> isIn(member, group)).isEmpty())
                            .limit(SHOWN)
                            .toList(),
                    led.cards);
        }

        private boolean isIn(MemberId member, Group group) {
            return inside.getOrDefault(group.id(), Set.of()).contains(member);
        }
    }

    /** Groups of others that the caller can join, the soonest to run out first (B21); who has no name is in no community. */
    public Uni<Led> joinable(ActivityId activity, Optional<MemberId> caller) {
        return known.get(activity.value().toString(), () -> read(activity)).chain(open -> {
            var now = clock.instant();
            return mayJoin(open.activity, caller, now)
                    .map(may -> may ? open.but(caller, now.plus(settings.minPayWindow())) : NOTHING);
        });
    }

    /** Of an activity that is for everybody nothing is read. */
    private Uni<Boolean> mayJoin(Activity activity, Optional<MemberId> caller, Instant now) {
        return caller.map(member -> audience.has(activity, member, now))
                .orElseGet(() -> Uni.createFrom().item(activity.plan().mode() != Mode.COMMUNITY));
    }

    private Uni<Loaded<Open>> read(ActivityId id) {
        return activities
                .find(reads, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(found -> {
                    if (!found.state().shown()) {
                        throw Refused.notFound();
                    }
                })
                .chain(this::open)
                .map(open -> new Loaded<>(open, Set.of(Changes.topic("activity", id.value()))));
    }

    private Uni<Open> open(Activity activity) {
        return (activity.takesMembers()
                        ? screens.joinable(
                                reads,
                                activity.id(),
                                Optional.empty(),
                                clock.instant().plus(settings.minPayWindow()),
                                READ)
                        : Uni.createFrom().item(List.<Group>of()))
                .chain(groups -> groups.isEmpty()
                        ? Uni.createFrom().item(new Open(activity, NOTHING, Map.of()))
                        : withMembers(activity, groups));
    }

    private Uni<Open> withMembers(Activity activity, List<Group> groups) {
        return screens.seats(reads, groups.stream().map(Group::id).toList())
                .chain(seats -> members.of(
                                reads,
                                groups.stream().map(Group::leader).distinct().toList())
                        .map(cards -> new Open(activity, new Led(groups, byId(cards)), inside(seats))));
    }

    private static Map<MemberId, MemberCard> byId(List<MemberCard> cards) {
        return cards.stream().collect(Collectors.toMap(MemberCard::id, Function.identity()));
    }

    private static Map<BuyGroupId, Set<MemberId>> inside(List<Seat> seats) {
        return seats.stream()
                .filter(seat -> seat.state() != SeatState.RELEASED)
                .collect(Collectors.groupingBy(
                        Seat::group, Collectors.mapping(Seat::member, Collectors.toUnmodifiableSet())));
    }
}
