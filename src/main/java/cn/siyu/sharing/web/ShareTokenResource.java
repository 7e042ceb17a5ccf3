package cn.siyu.sharing.web;

import cn.siyu.kernel.rate.ClientAddress;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks;
import cn.siyu.sharing.ShareRequest;
import cn.siyu.sharing.ShareTokenView;
import cn.siyu.sharing.Sharer;
import cn.siyu.sharing.app.Allowances;
import cn.siyu.sharing.app.LookUpLinks;
import cn.siyu.sharing.app.RevokeLink;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Links that members share, and what they stand for to whoever opens them. */
@Path("/api/mp/v1/share-tokens")
@Tag(name = "sharing")
class ShareTokenResource {

    private final ShareLinks links;
    private final LookUpLinks look;
    private final RevokeLink revoke;
    private final Allowances allowances;
    private final Caller caller;
    private final ClientAddress address;

    @Inject
    ShareTokenResource(
            ShareLinks links,
            LookUpLinks look,
            RevokeLink revoke,
            Allowances allowances,
            Caller caller,
            ClientAddress address) {
        this.links = links;
        this.look = look;
        this.revoke = revoke;
        this.allowances = allowances;
        this.caller = caller;
        this.address = address;
    }

    /** What a token stands for, without a word on who shared it. */
    @Schema(name = "SharedTarget")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TargetView(
            String token,

            @Schema(description = "Whether the law wants the word 广告 shown with it")
            boolean advertisement,

            @Nullable UUID spuId,
            @Nullable UUID activityId,
            @Nullable UUID buyGroupId,
            @Nullable Instant expiresAt) {

        static TargetView of(ShareLink link) {
            return new TargetView(
                    link.token(),
                    link.sharer().kind().paid(),
                    link.target().spu().orElse(null),
                    link.target().activity().orElse(null),
                    link.target().buyGroup().orElse(null),
                    link.expiresAt().orElse(null));
        }
    }

    /** Asked twice for the same, the answer is the same token as long as it lives. */
    @POST
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Share something as a member who is not paid for it")
    @APIResponse(
            responseCode = "201",
            description = "The link",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ShareTokenView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: there is no such product")
    @APIResponse(responseCode = "422", description = "SHARE_NOT_PROMOTABLE, PROMOTION_WORDING, SHARE_EXPIRY_PAST")
    @APIResponse(responseCode = "429", description = "TOO_MANY_REQUESTS")
    @ResponseStatus(201)
    public Uni<ShareTokenView> mint(@NotNull @Valid ShareRequest request) {
        var member = caller.id();
        var sharer = new Sharer(Sharer.Kind.MEMBER, member, member, Optional.empty());
        return allowances
                .mint(member)
                .chain(() -> links.mint(request.by(sharer)))
                .map(ShareTokenView::of);
    }

    /** Public and kept for seconds: whoever was sent a link opens it before he signs in. */
    @GET
    @Path("/{token}")
    @PermitAll
    @Operation(summary = "What a token stands for")
    @APIResponse(responseCode = "200", description = "Where it leads")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "410", description = "SHARE_LINK_OVER: it has run out or was revoked")
    @APIResponse(responseCode = "429", description = "TOO_MANY_REQUESTS")
    @ResponseHeader(name = "Cache-Control", value = "public, max-age=3")
    public Uni<TargetView> resolve(@PathParam("token") String token) {
        return allowances.read(address.value()).chain(() -> look.living(token)).map(TargetView::of);
    }

    /** It cannot be taken back; repeating it changes nothing. */
    @POST
    @Path("/{token}/revoke")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Revoke an own link")
    @APIResponse(responseCode = "200", description = "The link as it is now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<ShareTokenView> revoke(@PathParam("token") String token) {
        return revoke.own(token, caller.id()).map(ShareTokenView::of);
    }
}
