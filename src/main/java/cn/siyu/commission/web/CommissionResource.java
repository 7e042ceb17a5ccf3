package cn.siyu.commission.web;

import cn.siyu.commission.app.ReadCommissions;
import cn.siyu.commission.domain.Commission;
import cn.siyu.commission.domain.CommissionState;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A partner's commissions, each with its reason. */
@Path("/api/partner/v1/commissions")
@Tag(name = "Commissions (partner)")
@Produces(MediaType.APPLICATION_JSON)
class CommissionResource {

    private final ReadCommissions read;
    private final Caller caller;

    @Inject
    CommissionResource(ReadCommissions read, Caller caller) {
        this.read = read;
        this.caller = caller;
    }

    /** The newest first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List the own commissions")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    public Uni<Page<CommissionView>> list(
            @QueryParam("state") @Nullable CommissionState state,
            @QueryParam("cursor") @Nullable @Size(max = 200) String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return read.commissions(caller.id(), state, Cursor.parse(cursor), limit).map(rows -> page(rows, limit));
    }

    /** Reckons it once more from the order as it was sold and says whether that agrees. */
    @GET
    @Path("/{id}/explain")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Explain an own commission")
    @APIResponse(responseCode = "200", description = "Every input, the arithmetic, every refund, and the verdict")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<ExplanationView> explain(@PathParam("id") UUID id) {
        return read.explain(caller.id(), id).map(ExplanationView::of);
    }

    private static Page<CommissionView> page(List<Commission> rows, int limit) {
        var shown = rows.size() <= limit ? rows : rows.subList(0, limit);
        return new Page<>(
                shown.stream().map(CommissionView::of).toList(),
                rows.size() <= limit
                        ? null
                        : new Cursor(shown.getLast().at(), shown.getLast().id()).encode());
    }
}
