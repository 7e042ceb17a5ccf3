package cn.siyu.inventory.web;

import cn.siyu.inventory.app.KeepPools;
import cn.siyu.inventory.domain.Pool;
import cn.siyu.inventory.store.PoolStore;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Where stock lies, and who may sell it. */
@Path("/api/admin/v1/stock-pools")
@Tag(name = "stock")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class StockPoolResource {

    private final PoolStore pools;
    private final KeepPools keep;
    private final Transactions transactions;
    private final Caller caller;

    StockPoolResource(PoolStore pools, KeepPools keep, Transactions transactions, Caller caller) {
        this.pools = pools;
        this.keep = keep;
        this.transactions = transactions;
        this.caller = caller;
    }

    /** A pool at a location that exists, or at a new one. */
    @Schema(name = "StockPoolRequest")
    record PoolRequest(
            @NotNull @Pattern(regexp = "[A-Z0-9][A-Z0-9_-]{0,31}")
            String locationCode,

            @NotBlank @Size(max = 60) String locationName,

            @NotNull
            @Pattern(regexp = "[A-Z0-9][A-Z0-9_-]{0,31}")
            @Schema(description = "SHARED, or MP: the mini-program alone sells it, and before what is shared")
            String channel) {}

    /** A pool; those of the mini-program are sold from before the shared ones, both in the order of their rank. */
    @Schema(name = "StockPoolView")
    record PoolView(UUID id, UUID locationId, String locationCode, String locationName, int rank, String channel) {

        static PoolView of(Pool pool) {
            return new PoolView(
                    pool.id(),
                    pool.locationId(),
                    pool.locationCode(),
                    pool.locationName(),
                    pool.rank(),
                    pool.channel());
        }
    }

    /** All pools, by the rank of their location. */
    @GET
    @RolesAllowed({Role.OPS, Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.FINANCE, Role.SUPPORT})
    @Operation(summary = "List stock pools")
    @APIResponse(responseCode = "200", description = "All pools")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<Page<PoolView>> list() {
        return pools.all(transactions.reads())
                .map(all -> new Page<>(all.stream().map(PoolView::of).toList(), null));
    }

    /** Adds a pool; a location of a new code is added behind all others. */
    @POST
    @ResponseStatus(201)
    @RolesAllowed({Role.OPS, Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Add a stock pool")
    @APIResponse(
            responseCode = "201",
            description = "The new pool",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = PoolView.class)))
    @APIResponse(responseCode = "409", description = "LOCATION_EXISTS: the location has a pool for that channel")
    @APIResponse(responseCode = "422", description = "UNKNOWN_SALES_CHANNEL")
    public Uni<PoolView> add(@Valid @NotNull PoolRequest request) {
        return keep.add(caller.actor(), request.locationCode(), request.locationName(), request.channel())
                .map(PoolView::of);
    }
}
