package cn.siyu.inventory.web;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.app.AdjustStock;
import cn.siyu.inventory.app.OverdueReservations;
import cn.siyu.inventory.store.StockBooks;
import cn.siyu.inventory.store.StockBooks.OverdueView;
import cn.siyu.inventory.store.StockBooks.StockView;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Exact counts, for staff only (A12). */
@Path("/api/admin/v1/stock")
@Tag(name = "stock")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class StockResource {

    private static final int MOST_OVERDUE = 100;

    private final StockBooks books;
    private final OverdueReservations overdue;
    private final AdjustStock adjust;
    private final Transactions transactions;
    private final Caller caller;

    StockResource(
            StockBooks books,
            OverdueReservations overdue,
            AdjustStock adjust,
            Transactions transactions,
            Caller caller) {
        this.books = books;
        this.overdue = overdue;
        this.adjust = adjust;
        this.transactions = transactions;
        this.caller = caller;
    }

    /** How many units are kept from being sold, and why. */
    @Schema(name = "SafetyStockRequest")
    record SafetyRequest(
            @Min(0) @Max(1_000_000) int units,
            @NotBlank @Size(max = 200) String reason) {}

    /** The counts of SKUs by pool. */
    @GET
    @RolesAllowed({Role.OPS, Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.FINANCE, Role.SUPPORT})
    @Operation(summary = "List stock counts")
    @APIResponse(responseCode = "200", description = "One page of counts by SKU and pool")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<StockView>> list(
            @QueryParam("skuId") @Nullable UUID skuId,
            @QueryParam("poolId") @Nullable UUID poolId,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return books.counts(skuId, poolId, page, size);
    }

    /** Sets the safety stock: units on hand that are never promised to a buyer. */
    @PUT
    @Path("/{poolId}/{skuId}/safety")
    @RolesAllowed({Role.OPS, Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Set the safety stock of a SKU in a pool")
    @APIResponse(responseCode = "204", description = "It is kept back from now on")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the SKU has no stock in that pool")
    public Uni<Void> safety(
            @PathParam("poolId") UUID poolId, @PathParam("skuId") UUID skuId, @Valid @NotNull SafetyRequest request) {
        var actor = caller.actor();
        return transactions.in(
                tx -> adjust.keepBack(tx, actor, poolId, new SkuId(skuId), request.units(), request.reason()));
    }

    /** Reservations whose time is over and whose holder was not ended: something is stuck. The longest overdue first. */
    @GET
    @Path("/overdue-reservations")
    @RolesAllowed({Role.OPS, Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.FINANCE, Role.SUPPORT})
    @Operation(summary = "List overdue reservations")
    @APIResponse(responseCode = "200", description = "The first hundred; the list is empty when all is well")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<Page<OverdueView>> overdue() {
        return overdue.list(MOST_OVERDUE).map(items -> new Page<>(items, null));
    }
}
