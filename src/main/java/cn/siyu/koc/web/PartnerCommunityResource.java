package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.app.PartnerDesk;
import cn.siyu.koc.app.PartnerDesk.Face;
import cn.siyu.koc.domain.Community;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Communities of whoever asks: owned as a seller, served as a KOC. Others are not there. */
@Path("/api/partner/v1/communities")
@Tag(name = "partner koc")
public class PartnerCommunityResource {

    private final PartnerDesk desk;
    private final Caller caller;

    PartnerCommunityResource(PartnerDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** The newest first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List own communities")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "KOC_PARTNER_ONLY")
    public Uni<Page<CommunityView>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return desk.communities(new MemberId(caller.id()), Cursor.parse(cursor), limit + 1)
                .map(found -> page(found, limit));
    }

    /** The last who joined first; names are masked, phones are not shown. */
    @GET
    @Path("/{id}/members")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List the members of an own community")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "KOC_PARTNER_ONLY")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Page<CommunityMemberView>> members(
            @PathParam("id") UUID id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return desk.members(new MemberId(caller.id()), new CommunityId(id), Cursor.parse(cursor), limit + 1)
                .map(found -> faces(found, limit));
    }

    private static Page<CommunityView> page(List<Community> found, int limit) {
        var shown = found.stream().limit(limit).toList();
        var next = found.size() > limit
                ? new Cursor(shown.getLast().createdAt(), shown.getLast().id().value()).encode()
                : null;
        return new Page<>(shown.stream().map(CommunityView::of).toList(), next);
    }

    private static Page<CommunityMemberView> faces(List<Face> found, int limit) {
        var shown = found.stream().limit(limit).toList();
        var next = found.size() > limit
                ? new Cursor(
                                shown.getLast().membership().joinedAt(),
                                shown.getLast().membership().id())
                        .encode()
                : null;
        return new Page<>(shown.stream().map(CommunityMemberView::of).toList(), next);
    }
}
