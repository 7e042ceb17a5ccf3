package cn.siyu.trade.web;

import cn.siyu.trade.domain.PriceAdjustment.State;
import cn.siyu.trade.store.PriceAdjustmentStore.Sheet;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Another price for an unpaid order, beside the one that it had. */
@Schema(name = "PriceAdjustmentView")
record PriceAdjustmentView(
        UUID id,
        UUID orderId,
        String orderNo,

        @Schema(description = "PROPOSED: a second person has to agree")
        State state,

        long beforeGoodsFen,
        long beforeFreightFen,
        long beforeTotalFen,
        long goodsFen,
        long freightFen,
        long totalFen,
        String reason,
        String proposedBy,
        Instant proposedAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt) {

    static PriceAdjustmentView of(Sheet sheet) {
        var adjustment = sheet.adjustment();
        return new PriceAdjustmentView(
                adjustment.id(),
                adjustment.order().value(),
                sheet.orderNo(),
                adjustment.state(),
                adjustment.before().goods().fen(),
                adjustment.before().freight().fen(),
                adjustment.before().total().fen(),
                adjustment.after().goods().fen(),
                adjustment.after().freight().fen(),
                adjustment.after().total().fen(),
                adjustment.reason(),
                sheet.proposedBy(),
                sheet.proposedAt(),
                sheet.decidedBy().orElse(null),
                sheet.decidedAt().orElse(null));
    }

    /** What the buyer sees: both prices, and when it was changed. */
    @Schema(name = "OwnPriceAdjustmentView")
    record Own(
            long beforeGoodsFen,
            long beforeFreightFen,
            long beforeTotalFen,
            long goodsFen,
            long freightFen,
            long totalFen,
            @Nullable Instant changedAt) {

        static Own of(Sheet sheet) {
            var adjustment = sheet.adjustment();
            return new Own(
                    adjustment.before().goods().fen(),
                    adjustment.before().freight().fen(),
                    adjustment.before().total().fen(),
                    adjustment.after().goods().fen(),
                    adjustment.after().freight().fen(),
                    adjustment.after().total().fen(),
                    sheet.decidedAt().orElse(null));
        }
    }
}
