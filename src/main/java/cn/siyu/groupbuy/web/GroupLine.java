package cn.siyu.groupbuy.web;

import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.CompletedBy;
import cn.siyu.groupbuy.domain.FailReason;
import cn.siyu.groupbuy.store.Screens.Group;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A group as a line of a list for staff. */
@Schema(name = "BuyGroupLine")
record GroupLine(
        UUID id,
        UUID activityId,
        UUID leaderId,
        BuyGroup.Kind state,
        int size,
        int held,
        int paid,
        Instant createdAt,
        @Nullable Instant openedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant endedAt,
        @Nullable CompletedBy completedBy,
        @Nullable FailReason failReason) {

    static GroupLine of(Group group) {
        return new GroupLine(
                group.id().value(),
                group.activity().value(),
                group.leader().value(),
                group.state(),
                group.size(),
                group.held(),
                group.paid(),
                group.createdAt(),
                group.openedAt().orElse(null),
                group.expiresAt().orElse(null),
                group.endedAt().orElse(null),
                group.completedBy().orElse(null),
                group.failReason().orElse(null));
    }
}
