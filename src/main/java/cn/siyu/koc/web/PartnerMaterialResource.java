package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.app.ShareMaterial;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareTokenView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The kit for an own community: what may be shared there, and a tracked link for it. */
@Path("/api/partner/v1/communities/{id}/materials")
@Tag(name = "partner koc")
public class PartnerMaterialResource {

    private static final int CREATED = 201;

    private final ShareMaterial materials;
    private final Caller caller;

    PartnerMaterialResource(ShareMaterial materials, Caller caller) {
        this.materials = materials;
        this.caller = caller;
    }

    /** Those that are offered now, the soonest to end first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See the kit for an own community")
    @APIResponse(responseCode = "200", description = "All of them")
    @APIResponse(responseCode = "403", description = "KOC_PARTNER_ONLY")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: it is not the caller's community")
    public Uni<Page<KitItemView>> kit(@PathParam("id") UUID id) {
        return materials
                .kit(new MemberId(caller.id()), new CommunityId(id))
                .map(kit -> new Page<>(KitItemView.of(kit), null));
    }

    /** One link for each person, community and material, which ends with the material; repeating it answers the same. */
    @POST
    @Path("/{materialId}/share-token")
    @ResponseStatus(CREATED)
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Get the link for a material in an own community")
    @APIResponse(
            responseCode = "201",
            description = "The link",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ShareTokenView.class)))
    @APIResponse(responseCode = "403", description = "KOC_PARTNER_ONLY")
    @APIResponse(
            responseCode = "404",
            description = "NOT_FOUND: the community is not the caller's, or no such material")
    @APIResponse(responseCode = "409", description = "MATERIAL_NOT_OFFERED, KOC_PAUSED")
    @APIResponse(responseCode = "422", description = "What the law does not let be promoted, or said (L6)")
    public Uni<ShareTokenView> share(@PathParam("id") UUID id, @PathParam("materialId") UUID material) {
        return materials
                .share(new MemberId(caller.id()), material, new CommunityId(id))
                .map(ShareTokenView::of);
    }
}
