package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.app.Memberships;
import cn.siyu.koc.app.PartnerDesk;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who is in a community, for staff. */
@Path("/api/admin/v1/communities/{id}/members")
@Tag(name = "admin koc")
public class CommunityMemberResource {

    private final PartnerDesk desk;
    private final Memberships memberships;
    private final Caller caller;

    CommunityMemberResource(PartnerDesk desk, Memberships memberships, Caller caller) {
        this.desk = desk;
        this.memberships = memberships;
        this.caller = caller;
    }

    /** Those who are in it now, the last who joined first; names are masked. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "List the members of a community")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<NumberedPage<CommunityMemberView>> list(
            @PathParam("id") UUID id,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return desk.members(new CommunityId(id), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(CommunityMemberView::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    /** He may join again: he is out, not banned. */
    @POST
    @Path("/{memberId}/remove")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT})
    @Operation(summary = "Take a member out of a community")
    @APIResponse(responseCode = "204", description = "He is out")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Void> remove(
            @PathParam("id") UUID id, @PathParam("memberId") UUID member, @Valid @NotNull KocReason why) {
        return memberships.remove(new CommunityId(id), new MemberId(member), why.reason(), caller.actor());
    }
}
