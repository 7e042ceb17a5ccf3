package cn.siyu.distribution.web;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.app.ReadTiers;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The tier of one distributor as staff see it. */
@Path("/api/admin/v1/distributors/{id}/tier")
@Tag(name = "admin tiers")
public class DistributorTierResource {

    private final ReadTiers tiers;

    DistributorTierResource(ReadTiers tiers) {
        this.tiers = tiers;
    }

    /** The same that he sees himself. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See a distributor's tier and what the next one needs")
    @APIResponse(responseCode = "200", description = "The tier, the conditions and the figures")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<TierProgressView> see(@PathParam("id") UUID id) {
        return tiers.of(new DistributorId(id)).map(TierProgressView::of);
    }

    /** The newest first. */
    @GET
    @Path("/history")
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List a distributor's changes of tier")
    @APIResponse(responseCode = "200", description = "One page; empty when there is no such distributor")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Page<TierChangeView>> history(
            @PathParam("id") UUID id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return tiers.history(new DistributorId(id), Cursor.parse(cursor), limit + 1)
                .map(found -> TierChangeView.page(found, limit));
    }
}
