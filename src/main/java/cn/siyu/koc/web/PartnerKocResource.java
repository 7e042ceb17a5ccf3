package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.app.ShareIntoCommunity;
import cn.siyu.koc.app.ShowWorkbench;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareTokenView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** The workbench of KOCs and of the sellers behind them. */
@Path("/api/partner/v1/koc")
@Tag(name = "partner koc")
public class PartnerKocResource {

    private static final int CREATED = 201;

    private final ShareIntoCommunity sharing;
    private final ShowWorkbench workbench;
    private final Caller caller;

    PartnerKocResource(ShareIntoCommunity sharing, ShowWorkbench workbench, Caller caller) {
        this.sharing = sharing;
        this.workbench = workbench;
        this.caller = caller;
    }

    /** What to share into which community; without a target the shop itself. */
    @Schema(name = "KocShareRequest")
    public record ShareRequest(
            @NotNull UUID communityId,
            @Nullable UUID spuId,
            @Nullable UUID activityId,
            @Nullable UUID buyGroupId,

            @Schema(description = "Where it is meant to be used, such as WECHAT_CHAT or POSTER")
            @NotNull
            @Pattern(regexp = "[A-Z][A-Z0-9_]{1,31}")
            String source,

            @Schema(description = "What is said with it") @Nullable @Size(max = 200)
            String text) {

        ShareIntoCommunity.Wish wish() {
            return new ShareIntoCommunity.Wish(
                    new CommunityId(communityId),
                    new ShareLink.Target(
                            Optional.ofNullable(spuId),
                            Optional.ofNullable(activityId),
                            Optional.ofNullable(buyGroupId)),
                    source,
                    Optional.ofNullable(text));
        }
    }

    /** A link that lives, and the community into which it was made. */
    @Schema(name = "KocShareView")
    record ShareView(@Nullable UUID communityId, ShareTokenView link) {

        static ShareView of(ShareLink link) {
            return new ShareView(link.sharer().community().orElse(null), ShareTokenView.of(link));
        }
    }

    /** The same wish gets the same living link. */
    @POST
    @Path("/share-tokens")
    @ResponseStatus(CREATED)
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Share into an own community")
    @APIResponse(
            responseCode = "201",
            description = "The link",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = ShareView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "KOC_PARTNER_ONLY")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the community is not the caller's, or no such product")
    @APIResponse(responseCode = "409", description = "KOC_PAUSED")
    @APIResponse(responseCode = "422", description = "What the law does not let be promoted, or said (L6)")
    public Uni<ShareView> share(@Valid @NotNull ShareRequest request) {
        return sharing.share(new MemberId(caller.id()), request.wish()).map(ShareView::of);
    }

    /** Tasks, own communities, the own split, group buys of own communities, materials and links. */
    @GET
    @Path("/workbench")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See the own workbench")
    @APIResponse(responseCode = "200", description = "The workbench")
    @APIResponse(responseCode = "403", description = "KOC_PARTNER_ONLY")
    public Uni<WorkbenchView> workbench() {
        return workbench.of(new MemberId(caller.id())).map(WorkbenchView::of);
    }
}
