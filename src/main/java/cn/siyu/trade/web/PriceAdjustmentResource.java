package cn.siyu.trade.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.trade.app.AdjustPrice;
import cn.siyu.trade.domain.PriceAdjustment.State;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The desk for prices that a second person has to agree to. */
@Path("/api/admin/v1/price-adjustments")
@Tag(name = "admin orders")
public class PriceAdjustmentResource {

    private final AdjustPrice adjust;
    private final Caller caller;

    PriceAdjustmentResource(AdjustPrice adjust, Caller caller) {
        this.adjust = adjust;
        this.caller = caller;
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List changed prices of orders")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<PriceAdjustmentView>> list(
            @QueryParam("state") @Nullable State state,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return adjust.page(state, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(PriceAdjustmentView::of).toList(), page, size, found.total()));
    }

    /** By another person than the one who proposed it. */
    @POST
    @Path("/{id}/approve")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Agree to the changed price of an order")
    @APIResponse(responseCode = "200", description = "The adjustment as it is now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, OTHER_PERSON_NEEDED")
    @APIResponse(responseCode = "503", description = "TEMPORARILY_UNAVAILABLE: WeChat does not answer, try again")
    public Uni<PriceAdjustmentView> approve(@PathParam("id") UUID id) {
        return adjust.approve(id, caller.actor()).map(PriceAdjustmentView::of);
    }

    /** Also by the one who proposed it. */
    @POST
    @Path("/{id}/reject")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.FINANCE})
    @Operation(summary = "Refuse the changed price of an order")
    @APIResponse(responseCode = "200", description = "The adjustment as it is now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<PriceAdjustmentView> reject(@PathParam("id") UUID id) {
        return adjust.reject(id, caller.actor()).map(PriceAdjustmentView::of);
    }
}
