package cn.siyu.distribution.web;

import cn.siyu.distribution.app.PartnerDesk;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A captain's team. */
@Path("/api/partner/v1/team")
@Tag(name = "partner")
public class PartnerTeamResource {

    private final PartnerDesk desk;
    private final Caller caller;

    PartnerTeamResource(PartnerDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** Who is in it and how he stands: no sales and no money of others (C3). */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See the own team as its captain")
    @APIResponse(responseCode = "200", description = "The team")
    @APIResponse(responseCode = "403", description = "NOT_A_DISTRIBUTOR, NOT_A_CAPTAIN")
    public Uni<TeamView> see() {
        return desk.team(new MemberId(caller.id())).map(TeamView::of);
    }
}
