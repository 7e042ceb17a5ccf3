package cn.siyu.trade.web;

import cn.siyu.trade.domain.Parcel;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A parcel on its way. */
@Schema(name = "ShipmentView")
record ShipmentView(UUID id, String carrier, String trackingNo, Instant shippedAt, List<Content> lines) {

    /** Units of one order line. */
    @Schema(name = "ShipmentLineView")
    record Content(UUID orderLineId, int quantity) {}

    static ShipmentView of(Parcel parcel) {
        return new ShipmentView(
                parcel.id(),
                parcel.carrier(),
                parcel.trackingNo(),
                parcel.shippedAt(),
                parcel.units().entrySet().stream()
                        .map(each -> new Content(each.getKey(), each.getValue()))
                        .toList());
    }
}
