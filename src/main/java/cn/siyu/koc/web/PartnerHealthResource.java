package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.app.ReadHealth;
import cn.siyu.member.MemberId;
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

/** How an own community does. */
@Path("/api/partner/v1/communities/{id}/health")
@Tag(name = "partner koc")
public class PartnerHealthResource {

    private final ReadHealth health;
    private final Caller caller;

    PartnerHealthResource(ReadHealth health, Caller caller) {
        this.health = health;
        this.caller = caller;
    }

    /** At most 92 days, both included; the last seven unless they are named. The latest first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See how an own community does day by day")
    @APIResponse(responseCode = "200", description = "All of them")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "KOC_PARTNER_ONLY")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: it is not the caller's community")
    public Uni<Page<CommunityDayView>> days(
            @PathParam("id") UUID id,
            @QueryParam("from") @Nullable LocalDate from,
            @QueryParam("to") @Nullable LocalDate to) {
        return health.ofPartner(new MemberId(caller.id()), new CommunityId(id), from, to)
                .map(days -> new Page<>(days.stream().map(CommunityDayView::of).toList(), null));
    }
}
