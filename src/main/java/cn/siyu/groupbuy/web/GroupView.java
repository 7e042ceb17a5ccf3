package cn.siyu.groupbuy.web;

import cn.siyu.groupbuy.app.ShowGroups;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.CompletedBy;
import cn.siyu.groupbuy.domain.FailReason;
import cn.siyu.groupbuy.domain.SeatState;
import cn.siyu.groupbuy.store.Screens.Seat;
import cn.siyu.groupbuy.store.SettlementStore.Granting;
import cn.siyu.groupbuy.store.SettlementStore.Reward;
import cn.siyu.member.MemberCard;
import cn.siyu.member.MemberId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A group as everybody may see it, with or without what only the caller may see: real members only, by masked names. */
@Schema(name = "BuyGroupView")
record GroupView(
        UUID id,
        UUID activityId,
        UUID spuId,
        BuyGroup.Kind state,

        @Schema(description = "Places; a ladder has more than it needs")
        int size,

        @Schema(description = "Members that it needs") int needed,

        @Schema(description = "How many real members have paid")
        int paid,

        int left,
        List<MemberView> members,
        @Nullable Instant expiresAt,
        @Nullable Instant endedAt,

        @Nullable @Schema(description = "MERCHANT: completed openly with fewer members (L4)")
        CompletedBy completedBy,

        @Nullable FailReason failReason,

        @Nullable @Schema(description = "Of a complete group: how many counted for the step of its ladder")
        Integer reached,

        @Nullable @Schema(description = "Of a failed group") RefundView refund,

        @Nullable @Schema(description = "The caller's own latest place; only in answers for him alone")
        MineView mine,

        @Nullable @Schema(description = "Absent in answers for everybody: there the header Server-Time has it")
        Instant serverTime) {

    private static final Set<SeatState> TAKEN =
            Set.of(SeatState.PAID, SeatState.CONFIRMED, SeatState.REFUNDING, SeatState.REFUNDED);

    /** A paid member. */
    @Schema(name = "BuyGroupMemberView")
    record MemberView(String name, @Nullable String avatarUrl, boolean leader, SeatState state) {}

    /** How far the refunds of a failed group are. */
    @Schema(name = "BuyGroupRefundView")
    record RefundView(long payments, long arrived) {}

    /** One's own place. */
    @Schema(name = "BuyGroupMineView")
    record MineView(
            UUID orderId,
            boolean leader,
            SeatState state,
            Instant payBy,

            @Nullable @Schema(description = "Why the money found no place and goes back")
            String givenUp,

            @Nullable @Schema(description = "Until when the group can be left; absent: it cannot (B17)")
            Instant leaveUntil,

            @Nullable @Schema(description = "When the caller has left it")
            Instant leftAt,

            @Nullable
            @Schema(description = "Of a complete group: what went back of the price, ladder and benefit together")
            Long rebateFen,

            @Nullable @Schema(description = "Of a complete group: what became of the leader's benefit")
            Granting benefit) {

        static MineView of(Seat seat, ShowGroups.Sheet sheet, Instant now) {
            var mayLeave = sheet.group().state() == BuyGroup.Kind.OPEN && seat.state() == SeatState.PAID;
            return new MineView(
                    seat.order(),
                    seat.leader(),
                    seat.state(),
                    seat.payBy(),
                    seat.givenUp().orElse(null),
                    sheet.group()
                            .expiresAt()
                            .map(end -> end.minus(sheet.activity().plan().leaveLock()))
                            .filter(until -> mayLeave && now.isBefore(until))
                            .orElse(null),
                    seat.leftAt().orElse(null),
                    Optional.ofNullable(sheet.rebates().get(seat.order()))
                            .map(sent -> sent.sent().fen())
                            .orElse(null),
                    sheet.reward()
                            .filter(reward -> reward.order().equals(seat.order()))
                            .map(Reward::state)
                            .orElse(null));
        }
    }

    /** The same at any moment. */
    static GroupView forEverybody(ShowGroups.Sheet sheet) {
        return view(sheet, null, null);
    }

    static GroupView of(ShowGroups.Sheet sheet, Optional<MemberId> caller, Instant now) {
        return view(sheet, caller.flatMap(member -> mine(sheet, member, now)).orElse(null), now);
    }

    private static GroupView view(ShowGroups.Sheet sheet, @Nullable MineView mine, @Nullable Instant now) {
        var group = sheet.group();
        var taken = sheet.seats().stream()
                .filter(seat -> TAKEN.contains(seat.state()) && seat.leftAt().isEmpty())
                .toList();
        return new GroupView(
                group.id().value(),
                group.activity().value(),
                sheet.activity().plan().spu().value(),
                group.state(),
                group.size(),
                sheet.activity().plan().size(),
                group.paid(),
                group.size() - group.held() - group.paid(),
                taken.stream().map(seat -> member(seat, sheet)).toList(),
                group.expiresAt().orElse(null),
                group.endedAt().orElse(null),
                group.completedBy().orElse(null),
                group.failReason().orElse(null),
                group.reached().orElse(null),
                group.state() == BuyGroup.Kind.FAILED ? refund(taken) : null,
                mine,
                now);
    }

    private static MemberView member(Seat seat, ShowGroups.Sheet sheet) {
        var card = Optional.ofNullable(sheet.cards().get(seat.member()));
        return new MemberView(
                card.map(MemberCard::shownName).orElse(""),
                card.flatMap(MemberCard::avatarUrl).orElse(null),
                seat.leader(),
                seat.state());
    }

    private static RefundView refund(List<Seat> taken) {
        return new RefundView(
                taken.size(),
                taken.stream()
                        .filter(seat -> seat.state() == SeatState.REFUNDED)
                        .count());
    }

    private static Optional<MineView> mine(ShowGroups.Sheet sheet, MemberId member, Instant now) {
        return sheet.seats().stream()
                .filter(seat -> seat.member().equals(member))
                .max(Comparator.comparing(Seat::takenAt))
                .map(seat -> MineView.of(seat, sheet, now));
    }
}
