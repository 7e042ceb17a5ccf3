package cn.siyu.koc.web;

import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.app.ReadHealth;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How all communities do on a day. */
@Path("/api/admin/v1/community-health")
@Tag(name = "admin koc")
public class CommunityHealthResource {

    private final ReadHealth health;

    CommunityHealthResource(ReadHealth health) {
        this.health = health;
    }

    /** Of living communities, the newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See how communities do on a day")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<CommunityDayView>> list(
            @QueryParam("day") @Nullable LocalDate day,
            @QueryParam("ownerId") @Nullable UUID owner,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return health.onDay(day, owner, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(CommunityDayView::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }
}
