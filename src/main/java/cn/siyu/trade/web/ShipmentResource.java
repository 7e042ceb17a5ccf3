package cn.siyu.trade.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.app.CorrectParcel;
import cn.siyu.trade.app.CorrectParcel.Correction;
import cn.siyu.trade.app.SendParcels;
import cn.siyu.trade.app.ShipOrder.Dispatch;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Parcels of an order leave. */
@Path("/api/admin/v1/orders/{id}/shipments")
@Tag(name = "admin shipments")
public class ShipmentResource {

    private final SendParcels parcels;
    private final CorrectParcel corrections;
    private final Caller caller;

    ShipmentResource(SendParcels parcels, CorrectParcel corrections, Caller caller) {
        this.parcels = parcels;
        this.corrections = corrections;
        this.caller = caller;
    }

    /** One parcel. */
    @Schema(name = "ShipmentRequest")
    public record ShipmentRequest(
            @NotNull @Pattern(regexp = "[A-Za-z0-9_]{1,20}") String carrier,
            @NotNull @Pattern(regexp = "[A-Za-z0-9-]{4,40}") String trackingNo,

            @Schema(description = "Absent: everything that is left to ship") @Nullable @Size(min = 1, max = 100)
            List<@Valid @NotNull LineRequest> lines,

            @Schema(description = "Without lines: everything that is left of this supplier's goods") @Nullable
            UUID supplierId) {

        Dispatch dispatch() {
            Map<UUID, Integer> units = lines == null
                    ? Map.of()
                    : lines.stream()
                            .collect(Collectors.toMap(LineRequest::orderLineId, LineRequest::quantity, Math::addExact));
            return new Dispatch(carrier, trackingNo, units, Optional.ofNullable(supplierId));
        }
    }

    /** Units of one order line. */
    @Schema(name = "ShipmentLineRequest")
    public record LineRequest(
            @NotNull UUID orderLineId, @Min(1) @Max(999) int quantity) {}

    /** Under which number the parcel really went. */
    @Schema(name = "ShipmentCorrectionRequest")
    public record CorrectionRequest(
            @NotNull @Pattern(regexp = "[A-Za-z0-9_]{1,20}") String carrier,
            @NotNull @Pattern(regexp = "[A-Za-z0-9-]{4,40}") String trackingNo,
            @NotBlank @Size(max = 200) String reason) {}

    /** The same carrier and number with the same contents again changes nothing. */
    @POST
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT})
    @Operation(summary = "Ship a parcel of an order")
    @APIResponse(responseCode = "200", description = "The parcel")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, TRACKING_NUMBER_USED")
    @APIResponse(responseCode = "422", description = "PARCEL_TOO_LARGE")
    public Uni<ShipmentView> ship(@PathParam("id") UUID id, @Valid @NotNull ShipmentRequest request) {
        return parcels.send(new OrderId(id), request.dispatch(), caller.actor()).map(ShipmentView::of);
    }

    /** WeChat is told of the new number, once: after its second complete report it takes no other. */
    @POST
    @Path("/{shipmentId}/correct")
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT})
    @Operation(summary = "Correct the number of a parcel")
    @APIResponse(responseCode = "200", description = "The parcel")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "TRACKING_NUMBER_USED")
    public Uni<ShipmentView> correct(
            @PathParam("id") UUID id,
            @PathParam("shipmentId") UUID shipment,
            @Valid @NotNull CorrectionRequest request) {
        return corrections
                .correct(
                        new OrderId(id),
                        shipment,
                        new Correction(request.carrier(), request.trackingNo(), request.reason(), caller.actor()))
                .map(ShipmentView::of);
    }
}
