package cn.siyu.commission.web;

import cn.siyu.commission.domain.Adjustment;
import cn.siyu.commission.domain.Adjustment.Decision;
import cn.siyu.commission.domain.Payee;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An adjustment as finance sees it. */
@Schema(name = "CommissionAdjustmentView")
@JsonInclude(JsonInclude.Include.NON_NULL)
record AdjustmentView(
        UUID id,
        UUID accountId,
        Payee.Kind accountKind,
        Adjustment.Kind kind,

        @Schema(description = "Added to what is available; below zero it is taken")
        long amountFen,

        String reason,
        Adjustment.State state,
        UUID proposedById,
        Instant proposedAt,
        @Nullable UUID decidedById,
        @Nullable Instant decidedAt,
        @Nullable String decisionReason,
        long version) {

    static AdjustmentView of(Adjustment adjustment) {
        return new AdjustmentView(
                adjustment.id(),
                adjustment.payee().id(),
                adjustment.payee().kind(),
                adjustment.kind(),
                adjustment.amount().fen(),
                adjustment.reason(),
                adjustment.state(),
                adjustment.proposedBy(),
                adjustment.proposedAt(),
                adjustment.decision().map(Decision::by).orElse(null),
                adjustment.decision().map(Decision::at).orElse(null),
                adjustment.decision().map(Decision::reason).orElse(null),
                adjustment.version());
    }
}
