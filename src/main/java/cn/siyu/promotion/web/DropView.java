package cn.siyu.promotion.web;

import cn.siyu.promotion.domain.Drop;
import cn.siyu.promotion.store.DropStore.Progress;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Coupons dropped into a community, and how far they have come, for staff and for whoever dropped them. */
@Schema(name = "CouponDropView")
record DropView(
        UUID id,
        UUID templateId,
        String name,
        UUID communityId,

        @Schema(description = "The member out of whose quota they are; absent: staff dropped them") @Nullable
        UUID giverId,

        @Nullable UUID quotaId,
        int units,
        int perMember,
        Instant opensAt,
        Instant closesAt,
        Drop.State state,
        int claimed,

        @Schema(description = "Of those claimed, how many are in paid orders")
        int used,

        @Schema(description = "How many can still be claimed: never more than template and quota have")
        int left,

        @Schema(description = "The page of the mini-program that a link in the chat opens")
        String path,

        String reason,
        String actorName,
        @Nullable Instant endedAt,
        long version,
        Instant createdAt) {

    static DropView of(Progress made, String page, Instant now) {
        var drop = made.drop();
        return new DropView(
                drop.id(),
                drop.template().id().value(),
                drop.template().terms().name(),
                drop.community(),
                drop.backing().map(each -> each.giver().value()).orElse(null),
                drop.backing().map(Drop.Backing::quota).orElse(null),
                drop.plan().units(),
                drop.plan().perMember(),
                drop.plan().window().from(),
                drop.plan().window().until(),
                drop.state(now),
                drop.taken(),
                made.used(),
                drop.left(now),
                page + "?id=" + drop.id(),
                made.reason(),
                made.actor(),
                drop.endedAt().orElse(null),
                drop.version(),
                drop.createdAt());
    }
}
