package cn.siyu.trade.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.app.DecideAfterSale;
import cn.siyu.trade.app.DecideAfterSale.Decision;
import cn.siyu.trade.app.ReadAfterSales;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.store.AfterSalePages.Filter;
import cn.siyu.trade.store.AfterSaleStore.Waybill;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The desk for refunds, returns and exchanges. */
@Path("/api/admin/v1/after-sales")
@Tag(name = "admin after-sales")
public class AdminAfterSaleResource {

    private final DecideAfterSale decide;
    private final ReadAfterSales afterSales;
    private final Caller caller;

    AdminAfterSaleResource(DecideAfterSale decide, ReadAfterSales afterSales, Caller caller) {
        this.decide = decide;
        this.afterSales = afterSales;
        this.caller = caller;
    }

    /** Why staff decide so; the buyer reads it, the audit log keeps it. */
    @Schema(name = "AfterSaleDecisionRequest")
    public record DecisionRequest(@NotBlank @Size(max = 200) String reason) {}

    /** The parcel in which a replacement leaves, and a word for the buyer. */
    @Schema(name = "ReplacementShipmentRequest")
    public record ReplacementShipmentRequest(
            @NotNull @Pattern(regexp = "[A-Za-z0-9_]{1,20}") String carrier,
            @NotNull @Pattern(regexp = "[A-Za-z0-9-]{4,40}") String trackingNo,
            @NotBlank @Size(max = 200) String reason) {}

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List after-sales")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<AfterSaleView>> list(
            @QueryParam("state") AfterSale.@Nullable State state,
            @QueryParam("type") AfterSale.@Nullable Type type,
            @QueryParam("orderNo") @Nullable @Size(max = 32) String orderNo,
            @QueryParam("memberId") @Nullable UUID member,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return afterSales
                .search(new Filter(state, type, orderNo, member), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(AfterSaleView::of).toList(), page, size, found.total()));
    }

    /** One after-sale with its lines. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See an after-sale")
    @APIResponse(responseCode = "200", description = "The after-sale")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<AfterSaleView> see(@PathParam("id") UUID id) {
        return afterSales.any(new AfterSaleId(id)).map(AfterSaleView::of);
    }

    /** A return may be sent; money that needs no return goes back at once; what an exchange gives is kept from now on. */
    @POST
    @Path("/{id}/approve")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT})
    @Operation(summary = "Approve a claim")
    @APIResponse(responseCode = "200", description = "The after-sale as it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED; STOCK_SHORT: there is nothing to exchange for")
    public Uni<AfterSaleView> approve(@PathParam("id") UUID id, @Valid @NotNull DecisionRequest request) {
        return decide.approve(new AfterSaleId(id), decision(request)).chain(() -> see(id));
    }

    /** Says no to a claim, or to goods that came back unfit. */
    @POST
    @Path("/{id}/reject")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT})
    @Operation(summary = "Reject a claim")
    @APIResponse(responseCode = "200", description = "The after-sale as it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<AfterSaleView> reject(@PathParam("id") UUID id, @Valid @NotNull DecisionRequest request) {
        return decide.reject(new AfterSaleId(id), decision(request)).chain(() -> see(id));
    }

    /** The goods are back: on the shelf with them, and back with the money, or on with what is given in exchange. */
    @POST
    @Path("/{id}/receive")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.OPS})
    @Operation(summary = "Take returned goods in")
    @APIResponse(responseCode = "200", description = "The after-sale as it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<AfterSaleView> receive(@PathParam("id") UUID id, @Valid @NotNull DecisionRequest request) {
        return decide.receive(new AfterSaleId(id), decision(request)).chain(() -> see(id));
    }

    /** Tells in which parcel the replacement of an exchange left; with that it is done. */
    @POST
    @Path("/{id}/replacement-shipment")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.OPS})
    @Operation(summary = "Send the replacement of an exchange")
    @APIResponse(responseCode = "200", description = "The after-sale as it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<AfterSaleView> replace(@PathParam("id") UUID id, @Valid @NotNull ReplacementShipmentRequest request) {
        return decide.replace(
                        new AfterSaleId(id),
                        new Waybill(request.carrier(), request.trackingNo()),
                        new Decision(caller.actor(), request.reason()))
                .chain(() -> see(id));
    }

    /** What was to be given cannot be sent: what is kept for it is free, and the buyer gets his money as for a return. */
    @POST
    @Path("/{id}/turn-into-return")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT})
    @Operation(summary = "Turn an exchange into a return")
    @APIResponse(responseCode = "200", description = "The after-sale as it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<AfterSaleView> turn(@PathParam("id") UUID id, @Valid @NotNull DecisionRequest request) {
        return decide.turn(new AfterSaleId(id), decision(request)).chain(() -> see(id));
    }

    private Decision decision(DecisionRequest request) {
        return new Decision(caller.actor(), request.reason());
    }
}
