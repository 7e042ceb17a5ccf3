package cn.siyu.handover.web;

import cn.siyu.handover.domain.Item;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A customer or a chat that has to pass at WeCom. */
@Schema(name = "HandoverItemView")
record HandoverItemView(
        Item.Kind kind,

        @Schema(description = "The customer's external id, or the chat's")
        String ref,

        Item.State state,

        @Schema(description = "What WeCom said last, when it was no yes") @Nullable
        String code,

        int tries,
        @Nullable Instant sentAt,

        @Schema(description = "When a refused one is asked again; absent: only by hand") @Nullable
        Instant retryAt,

        @Nullable Instant endedAt) {

    static HandoverItemView of(Item item) {
        return new HandoverItemView(
                item.kind(),
                item.ref(),
                item.state(),
                item.code().orElse(null),
                item.tries(),
                item.sentAt().orElse(null),
                item.retryAt().orElse(null),
                item.endedAt().orElse(null));
    }
}
