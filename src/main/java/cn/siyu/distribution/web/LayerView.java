package cn.siyu.distribution.web;

import cn.siyu.distribution.DistributorLayer;
import cn.siyu.distribution.DistributorLayer.Activity;
import cn.siyu.distribution.DistributorLayer.Size;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** In which layer a distributor was when it was counted last. */
@Schema(name = "DistributorLayerView")
record LayerView(
        Size size,
        Activity activity,

        @Schema(description = "How many are his customers") int customers,

        @Schema(description = "Firm orders that he has brought in the last 30 days")
        int orders,

        @Nullable Instant lastOrderAt,
        Instant countedAt) {

    static LayerView of(DistributorLayer layer) {
        return new LayerView(
                layer.size(),
                layer.activity(),
                layer.customers(),
                layer.orders(),
                layer.lastOrderAt().orElse(null),
                layer.countedAt());
    }
}
