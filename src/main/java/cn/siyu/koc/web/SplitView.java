package cn.siyu.koc.web;

import cn.siyu.koc.KocPayout;
import cn.siyu.koc.domain.Split;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How much of a line's net is the pool, and how it is shared. */
@Schema(name = "KocSplitView")
record SplitView(
        int version,

        @Schema(description = "Basis points of the line's net")
        int poolBp,

        @Schema(description = "Basis points of the pool") int sellerBp,
        @Schema(description = "Basis points of the pool") int kocBp,

        @Schema(description = "The pool of an order is at least this, as far as the cap over all payees lets it")
        long floorFen,

        @Schema(description = "As what the KOC has his part")
        KocPayout kocPayout,

        @Schema(description = "Of the coupon that the KOC has for each order") @Nullable
        UUID giftTemplateId) {

    static SplitView of(Split split) {
        return new SplitView(
                split.version(),
                split.pool().basisPoints(),
                split.seller().basisPoints(),
                split.koc().basisPoints(),
                split.floor().fen(),
                split.payout(),
                split.gift().orElse(null));
    }
}
