package cn.siyu.distribution.web;

import cn.siyu.distribution.app.PartnerDesk;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareRequest;
import cn.siyu.sharing.ShareTokenView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** A distributor makes links. */
@Path("/api/partner/v1/share-tokens")
@Tag(name = "partner")
public class PartnerShareTokenResource {

    private static final int CREATED = 201;

    private final PartnerDesk desk;
    private final Caller caller;

    PartnerShareTokenResource(PartnerDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** The same wish again is answered with the same link while it lives. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Make a link as a distributor")
    @APIResponse(
            responseCode = "201",
            description = "The link",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ShareTokenView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_DISTRIBUTOR, DISTRIBUTOR_NOT_ACTIVE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "422", description = "SHARE_NOT_PROMOTABLE, PROMOTION_WORDING, SHARE_EXPIRY_PAST")
    public Uni<ShareTokenView> mint(@Valid @NotNull ShareRequest request) {
        return desk.share(new MemberId(caller.id()), request).map(ShareTokenView::of);
    }
}
