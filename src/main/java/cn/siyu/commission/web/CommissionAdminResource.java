package cn.siyu.commission.web;

import cn.siyu.commission.app.ReadCommissions;
import cn.siyu.commission.domain.CommissionState;
import cn.siyu.commission.store.CommissionPages.Search;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** All commissions, for finance. */
@Path("/api/admin/v1/commissions")
@Tag(name = "Commissions (admin)")
@Produces(MediaType.APPLICATION_JSON)
class CommissionAdminResource {

    private final ReadCommissions read;

    @Inject
    CommissionAdminResource(ReadCommissions read) {
        this.read = read;
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "List commissions")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<CommissionView>> list(
            @QueryParam("state") @Nullable CommissionState state,
            @QueryParam("accountId") @Nullable UUID accountId,
            @QueryParam("orderId") @Nullable UUID orderId,
            @QueryParam("orderNo") @Nullable @Size(max = 64) String orderNo,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return read.search(new Search(state, accountId, orderId, orderNo), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(CommissionView::of).toList(), page, size, found.total()));
    }

    /** The same words that the payee reads. */
    @GET
    @Path("/{id}/explain")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "Explain a commission")
    @APIResponse(responseCode = "200", description = "Every input, the arithmetic, every refund, and the verdict")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<ExplanationView> explain(@PathParam("id") UUID id) {
        return read.explain(id).map(ExplanationView::of);
    }
}
