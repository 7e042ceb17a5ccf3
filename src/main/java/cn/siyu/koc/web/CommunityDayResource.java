package cn.siyu.koc.web;

import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.app.ReadHealth;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How a community does, for staff. */
@Path("/api/admin/v1/communities/{id}/health")
@Tag(name = "admin koc")
public class CommunityDayResource {

    private final ReadHealth health;

    CommunityDayResource(ReadHealth health) {
        this.health = health;
    }

    /** At most 92 days, both included; the last seven unless they are named. The latest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See how a community does day by day")
    @APIResponse(responseCode = "200", description = "All of them")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Page<CommunityDayView>> days(
            @PathParam("id") UUID id,
            @QueryParam("from") @Nullable LocalDate from,
            @QueryParam("to") @Nullable LocalDate to) {
        return health.ofCommunity(new CommunityId(id), from, to)
                .map(days -> new Page<>(days.stream().map(CommunityDayView::of).toList(), null));
    }
}
