package cn.siyu.trade.web;

import cn.siyu.trade.domain.SpecialReport.Kind;
import cn.siyu.trade.domain.SpecialReport.State;
import cn.siyu.trade.store.SpecialReportStore.Entry;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An order that WeChat is not to expect within 48 hours, and whether it knows. */
@Schema(name = "SpecialReportView")
record SpecialReportView(
        UUID orderId,
        String orderNo,
        Instant paidAt,
        Kind kind,

        @Schema(description = "By when a pre-sale is sent") @Nullable
        Instant shipsBy,

        String reason,

        @Schema(
                description =
                        "REFUSED: WeChat said no, its 48 hours run; mark the order again with something that it takes")
        State state,

        long version,
        Instant markedAt,
        @Nullable Instant toldAt,
        @Nullable Instant nextTryAt,
        int tries,

        @Schema(description = "How WeChat refused last") @Nullable
        String lastCode) {

    static SpecialReportView of(Entry entry) {
        return new SpecialReportView(
                entry.order(),
                entry.orderNo(),
                entry.paidAt(),
                entry.kind(),
                entry.shipsBy().orElse(null),
                entry.reason(),
                entry.state(),
                entry.version(),
                entry.markedAt(),
                entry.toldAt().orElse(null),
                entry.nextTryAt().orElse(null),
                entry.tries(),
                entry.lastCode().orElse(null));
    }
}
