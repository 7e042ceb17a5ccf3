package cn.siyu.inventory.web;

import cn.siyu.inventory.domain.MovementType;
import cn.siyu.inventory.store.StockBooks;
import cn.siyu.inventory.store.StockBooks.Filter;
import cn.siyu.inventory.store.StockBooks.MovementView;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.CsvExport;
import cn.siyu.kernel.web.CsvText;
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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** Why the counts are what they are. */
@Path("/api/admin/v1/stock-movements")
@Tag(name = "stock")
@Produces(MediaType.APPLICATION_JSON)
class StockMovementResource {

    private static final int ROWS_AT_ONCE = 500;

    private static final List<String> TITLES = List.of(
            "at", "type", "skuId", "poolId", "onHandDelta", "reservedDelta", "cause", "reference", "reason", "actor");

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

    /** The same movements as a file, the newest first, sent while they are read. */
    @GET
    @Path("/export")
    @Produces(CsvText.MEDIA_TYPE)
    @RolesAllowed({Role.OPS, Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.FINANCE, Role.SUPPORT})
    @Operation(summary = "Export stock movements as CSV")
    @APIResponse(
            responseCode = "200",
            description = "All movements that match",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public RestMulti<byte[]> export(
            @QueryParam("skuId") @Nullable UUID skuId,
            @QueryParam("poolId") @Nullable UUID poolId,
            @QueryParam("type") @Nullable MovementType type,
            @QueryParam("holderId") @Nullable UUID holderId,
            @QueryParam("reference") @Nullable @Size(max = 100) String reference) {
        var filter = new Filter(skuId, poolId, type, holderId, reference);
        return CsvExport.of(
                "stock-movements.csv",
                TITLES,
                after -> books.movements(filter, after, ROWS_AT_ONCE).map(Page::items),
                row -> new Cursor(row.at(), row.id()),
                StockMovementResource::cells);
    }

    private static List<String> cells(MovementView row) {
        return List.of(
                row.at().toString(),
                row.type().name(),
                row.skuId().toString(),
                row.poolId().toString(),
                Integer.toString(row.onHandDelta()),
                Integer.toString(row.reservedDelta()),
                row.cause().name(),
                row.reference(),
                row.reason(),
                row.actor());
    }
}
