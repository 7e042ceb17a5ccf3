package cn.siyu.trade.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.member.MemberId;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.app.ClaimAfterSale;
import cn.siyu.trade.app.ReadAfterSales;
import cn.siyu.trade.store.AfterSalePages.Sheet;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A member's after-sales: what became of his claims, and the goods on their way back. */
@Path("/api/mp/v1/after-sales")
@Tag(name = "after-sales")
public class AfterSaleResource {

    private final ClaimAfterSale claims;
    private final ReadAfterSales afterSales;
    private final Caller caller;

    AfterSaleResource(ClaimAfterSale claims, ReadAfterSales afterSales, Caller caller) {
        this.claims = claims;
        this.afterSales = afterSales;
        this.caller = caller;
    }

    /** The parcel in which the goods come back. */
    @Schema(name = "ReturnShipmentRequest")
    public record ReturnShipmentRequest(
            @NotNull @Pattern(regexp = "[A-Za-z0-9_]{1,20}") String carrier,
            @NotNull @Pattern(regexp = "[A-Za-z0-9-]{4,40}") String trackingNo) {}

    /** The newest first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List own after-sales")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Page<AfterSaleView>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return afterSales.ownPage(member(), Cursor.parse(cursor), limit + 1).map(sheets -> page(sheets, limit));
    }

    /** One after-sale. */
    @GET
    @Path("/{id}")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See an own after-sale")
    @APIResponse(responseCode = "200", description = "The after-sale")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<AfterSaleView> see(@PathParam("id") UUID id) {
        return afterSales.own(member(), new AfterSaleId(id)).map(AfterSaleView::of);
    }

    /** Possible until the goods are on their way back. */
    @POST
    @Path("/{id}/cancel")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Take an own claim back")
    @APIResponse(responseCode = "200", description = "The after-sale as it is now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<AfterSaleView> cancel(@PathParam("id") UUID id) {
        return claims.cancel(member(), new AfterSaleId(id)).chain(() -> see(id));
    }

    /** Tells in which parcel the goods come back. */
    @POST
    @Path("/{id}/return-shipment")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Tell the parcel of a return")
    @APIResponse(responseCode = "200", description = "The after-sale as it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<AfterSaleView> sent(@PathParam("id") UUID id, @Valid @NotNull ReturnShipmentRequest request) {
        return claims.sent(member(), new AfterSaleId(id), request.carrier(), request.trackingNo())
                .chain(() -> see(id));
    }

    private MemberId member() {
        return new MemberId(caller.id());
    }

    private static Page<AfterSaleView> page(List<Sheet> sheets, int limit) {
        var shown = sheets.stream().limit(limit).map(AfterSaleView::of).toList();
        return new Page<>(shown, sheets.size() > limit ? cursorOf(sheets.get(limit - 1)) : null);
    }

    private static String cursorOf(Sheet sheet) {
        return new Cursor(sheet.appliedAt(), sheet.id()).encode();
    }
}
