package cn.siyu.trade.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.app.AdjustPrice;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the shop has changed about the price of a member's own order. */
@Path("/api/mp/v1/orders/{id}/price-adjustments")
@Tag(name = "orders")
public class OwnPriceResource {

    private final AdjustPrice adjust;
    private final Caller caller;

    OwnPriceResource(AdjustPrice adjust, Caller caller) {
        this.adjust = adjust;
        this.caller = caller;
    }

    /** The old and the new price, each time it was changed. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See how the price of an own order was changed")
    @APIResponse(responseCode = "200", description = "All changes, the oldest first")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Page<PriceAdjustmentView.Own>> see(@PathParam("id") UUID id) {
        return adjust.own(new MemberId(caller.id()), new OrderId(id))
                .map(found -> new Page<>(
                        found.stream().map(PriceAdjustmentView.Own::of).toList(), null));
    }
}
