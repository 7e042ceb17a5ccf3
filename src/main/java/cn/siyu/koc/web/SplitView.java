package cn.siyu.koc.web;

import cn.siyu.koc.domain.Split;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How much of a line's net is the pool, and how it is shared. */
@Schema(name = "KocSplitView")
record SplitView(
        int version,

        @Schema(description = "Basis points of the line's net")
        int poolBp,

        @Schema(description = "Basis points of the pool") int sellerBp,
        @Schema(description = "Basis points of the pool") int kocBp) {

    static SplitView of(Split split) {
        return new SplitView(
                split.version(),
                split.pool().basisPoints(),
                split.seller().basisPoints(),
                split.koc().basisPoints());
    }
}
