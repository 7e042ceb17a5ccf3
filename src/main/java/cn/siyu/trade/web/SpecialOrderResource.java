package cn.siyu.trade.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.app.MarkSpecialOrder;
import cn.siyu.trade.domain.SpecialReport.Kind;
import cn.siyu.trade.domain.SpecialReport.Marking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A paid order that is a pre-sale or a test: WeChat is told not to expect it within 48 hours (E14). */
@Path("/api/admin/v1/orders/{id}/special-report")
@Tag(name = "admin shipments")
public class SpecialOrderResource {

    private final MarkSpecialOrder special;
    private final Caller caller;

    SpecialOrderResource(MarkSpecialOrder special, Caller caller) {
        this.special = special;
        this.caller = caller;
    }

    /** What the order is, and why. */
    @Schema(name = "SpecialReportRequest")
    public record SpecialReportRequest(
            @NotNull Kind kind,

            @Schema(
                    description =
                            "Of a PRE_SALE and of nothing else: by when it is sent; more than 15 and at most 330 days after"
                                    + " the payment, as WeChat wants it")
            @Nullable
            Instant shipsBy,

            @NotBlank @Size(max = 200) String reason,

            @Schema(description = "0 when the order was never marked") @PositiveOrZero
            long version) {}

    /** WeChat is told within seconds; what it answers is seen here. Marking it again replaces what was said before. */
    @PUT
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT})
    @Operation(summary = "Mark a paid order as a pre-sale or a test")
    @APIResponse(responseCode = "200", description = "What WeChat is going to be told")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED: it is not to be sent, or somebody else marked it")
    @APIResponse(
            responseCode = "422",
            description = "PROMISE_NOT_TAKEN with the limits as members after and until; NOT_PAID_AT_WECHAT")
    public Uni<SpecialReportView> mark(@PathParam("id") UUID id, @Valid @NotNull SpecialReportRequest request) {
        // WeChat counts in seconds.
        var shipsBy = Optional.ofNullable(request.shipsBy()).map(at -> at.truncatedTo(ChronoUnit.SECONDS));
        var marking = new Marking(request.kind(), shipsBy, request.reason(), request.version());
        return special.mark(new OrderId(id), marking, caller.actor()).map(SpecialReportView::of);
    }

    /** What WeChat was told, and what it answered. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See what WeChat knows of a pre-sale or test")
    @APIResponse(responseCode = "200", description = "The report")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: also when the order was never marked")
    public Uni<SpecialReportView> see(@PathParam("id") UUID id) {
        return special.see(new OrderId(id)).map(SpecialReportView::of);
    }
}
