package cn.siyu.groupbuy.app;

import cn.siyu.catalog.SpuId;
import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.GroupBuys;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.BuyGroup.Kind;
import cn.siyu.groupbuy.domain.SeatState;
import cn.siyu.groupbuy.store.ActivityLists;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.groupbuy.store.Screens;
import cn.siyu.groupbuy.store.Screens.Group;
import cn.siyu.groupbuy.store.Screens.Seat;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.member.MemberCard;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What screens of other contexts may know of activities and groups. */
@Singleton
class PublicGroupBuys implements GroupBuys {

    private static final Set<Kind> PUBLIC = Set.of(Kind.OPEN, Kind.SUCCEEDED, Kind.FAILED);

    private final ActivityStore activities;
    private final ActivityLists lists;
    private final Screens screens;
    private final MemberCards members;

    @Inject
    PublicGroupBuys(ActivityStore activities, ActivityLists lists, Screens screens, MemberCards members) {
        this.activities = activities;
        this.lists = lists;
        this.screens = screens;
        this.members = members;
    }

    @Override
    public Uni<Optional<ActivityCard>> activity(Sql sql, UUID activity) {
        return activities
                .find(sql, List.of(new ActivityId(activity)))
                .map(found -> found.stream()
                        .filter(each -> each.state().shown())
                        .map(PublicGroupBuys::card)
                        .findFirst());
    }

    @Override
    public Uni<List<ActivityCard>> running(Sql sql, Instant now, int limit) {
        return lists.running(sql, now, limit)
                .map(found -> found.stream().map(PublicGroupBuys::card).toList());
    }

    @Override
    public Uni<Optional<ActivityCard>> ofProduct(Sql sql, UUID spu, Instant now) {
        return lists.ofProduct(sql, new SpuId(spu), now)
                .map(found -> found.stream().map(PublicGroupBuys::card).findFirst());
    }

    @Override
    public Uni<Optional<GroupCard>> group(Sql sql, UUID buyGroup) {
        return screens.groups(sql, List.of(new BuyGroupId(buyGroup)))
                .map(found -> found.stream()
                        .filter(each -> PUBLIC.contains(each.state()))
                        .findFirst())
                .chain(found -> found.map(group -> members.of(sql, List.of(group.leader()))
                                .map(cards ->
                                        Optional.of(card(group, cards.stream().findFirst()))))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    @Override
    public Uni<List<String>> names(Sql sql, UUID buyGroup) {
        return screens.seats(sql, List.of(new BuyGroupId(buyGroup)))
                .map(seats -> seats.stream()
                        .filter(seat -> seat.paidAt().isPresent()
                                && seat.leftAt().isEmpty()
                                && seat.state() != SeatState.RELEASED)
                        .map(Seat::member)
                        .toList())
                .chain(paid -> members.of(sql, paid).map(cards -> names(paid, cards)));
    }

    private static List<String> names(List<MemberId> inOrder, List<MemberCard> cards) {
        var names = cards.stream().collect(Collectors.toMap(MemberCard::id, MemberCard::shownName));
        return inOrder.stream().map(id -> names.getOrDefault(id, "")).toList();
    }

    private static ActivityCard card(Activity activity) {
        var plan = activity.plan();
        return new ActivityCard(
                activity.id().value(),
                plan.spu().value(),
                plan.name(),
                activity.state().name(),
                plan.size(),
                plan.startsAt(),
                plan.endsAt(),
                plan.offers().stream()
                        .map(offer ->
                                new Price(offer.sku().value(), offer.price().fen()))
                        .toList());
    }

    private static GroupCard card(Group group, Optional<MemberCard> leader) {
        return new GroupCard(
                group.id().value(),
                group.activity().value(),
                group.state().name(),
                group.size(),
                group.paid(),
                leader.map(MemberCard::shownName).orElse(""),
                leader.flatMap(MemberCard::avatarUrl),
                group.expiresAt().orElseThrow(),
                group.completedBy().map(Enum::name));
    }
}
