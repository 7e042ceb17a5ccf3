package cn.siyu.handover.web;

import cn.siyu.handover.domain.Handover;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who hands over to whom, and how it stands. */
@Schema(name = "HandoverSummary")
record HandoverSummary(
        UUID id,
        UUID fromSellerId,
        String fromName,
        UUID toSellerId,
        String toName,
        Handover.Kind kind,
        @Nullable Instant leftAt,
        Handover.State state,

        @Schema(description = "From then on orders are the successor's")
        Instant effectiveAt,

        @Schema(description = "Until then the leaver's links lead to the successor")
        Instant graceUntil,

        String reason,
        String askedBy,

        @Schema(description = "When the next run begins, of one that waits") @Nullable
        Instant nextAt,

        Instant createdAt,
        @Nullable Instant endedAt) {

    static HandoverSummary of(Handover handover) {
        return new HandoverSummary(
                handover.id(),
                handover.from().seller(),
                handover.from().name(),
                handover.to().seller(),
                handover.to().name(),
                handover.kind(),
                handover.leftAt().orElse(null),
                handover.state(),
                handover.effectiveAt(),
                handover.graceUntil(),
                handover.reason(),
                handover.askedBy(),
                handover.nextAt().orElse(null),
                handover.createdAt(),
                handover.endedAt().orElse(null));
    }
}
