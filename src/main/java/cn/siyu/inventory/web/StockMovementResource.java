package cn.siyu.inventory.web;

import cn.siyu.inventory.domain.MovementType;
import cn.siyu.inventory.store.StockBooks;
import cn.siyu.inventory.store.StockBooks.Filter;
import cn.siyu.inventory.store.StockBooks.MovementView;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Why the counts are what they are. */
@Path("/api/admin/v1/stock-movements")
@Tag(name = "stock")
@Produces(MediaType.APPLICATION_JSON)
class StockMovementResource {

    private final StockBooks books;

    StockMovementResource(StockBooks books) {
        this.books = books;
    }

    /** Movements, the newest first. */
    @GET
    @RolesAllowed({Role.OPS, Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.FINANCE, Role.SUPPORT})
    @Operation(summary = "List stock movements")
    @APIResponse(responseCode = "200", description = "One page of movements, the newest first")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Page<MovementView>> list(
            @QueryParam("skuId") @Nullable UUID skuId,
            @QueryParam("poolId") @Nullable UUID poolId,
            @QueryParam("type") @Nullable MovementType type,
            @QueryParam("holderId") @Nullable UUID holderId,
            @QueryParam("reference") @Nullable @Size(max = 100) String reference,
            @QueryParam("cursor") @Nullable @Size(max = 200) String cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
        return books.movements(new Filter(skuId, poolId, type, holderId, reference), Cursor.parse(cursor), limit);
    }
}
