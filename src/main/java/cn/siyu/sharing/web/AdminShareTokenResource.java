package cn.siyu.sharing.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.sharing.ShareTokenView;
import cn.siyu.sharing.Sharer;
import cn.siyu.sharing.app.LookUpLinks;
import cn.siyu.sharing.app.RevokeLink;
import cn.siyu.sharing.store.LinkPages.Counted;
import cn.siyu.sharing.store.LinkPages.Filter;
import cn.siyu.sharing.store.LinkPages.Opened;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Links for staff: who shares what, who came through it, and an end to it. */
@Path("/api/admin/v1/share-tokens")
@Tag(name = "Sharing (admin)")
class AdminShareTokenResource {

    private final LookUpLinks look;
    private final RevokeLink revoke;
    private final Caller caller;

    @Inject
    AdminShareTokenResource(LookUpLinks look, RevokeLink revoke, Caller caller) {
        this.look = look;
        this.revoke = revoke;
        this.caller = caller;
    }

    /** A link with who shares it and what came of it. */
    @Schema(name = "AdminShareToken")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AdminView(
            ShareTokenView link,
            Sharer.Kind sharerKind,
            UUID sharerId,
            UUID sharerMemberId,
            @Nullable UUID communityId,
            @Nullable String revokeReason,
            long clicks,
            long members) {

        static AdminView of(Counted counted) {
            var sharer = counted.link().sharer();
            return new AdminView(
                    ShareTokenView.of(counted.link()),
                    sharer.kind(),
                    sharer.id(),
                    sharer.member(),
                    sharer.community().orElse(null),
                    counted.revokeReason().orElse(null),
                    counted.clicks(),
                    counted.members());
        }
    }

    /** One opening of a link; without a member nobody has claimed it. */
    @Schema(name = "ShareClick")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ClickView(
            UUID id,
            Instant at,
            @Nullable UUID memberId,
            @Nullable Instant boundAt) {

        static ClickView of(Opened opened) {
            return new ClickView(
                    opened.id(),
                    opened.at(),
                    opened.member().orElse(null),
                    opened.boundAt().orElse(null));
        }
    }

    /** Why a link is ended. */
    @Schema(name = "ShareTokenRevocation")
    record Revocation(@NotBlank @Size(max = 200) String reason) {}

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "List links by who shares them and what they lead to")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<AdminView>> list(
            @QueryParam("sharerKind") Sharer.@Nullable Kind sharerKind,
            @QueryParam("sharerId") @Nullable UUID sharerId,
            @QueryParam("memberId") @Nullable UUID memberId,
            @QueryParam("spuId") @Nullable UUID spuId,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return look.search(new Filter(sharerKind, sharerId, memberId, spuId), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(AdminView::of).toList(), page, size, found.total()));
    }

    @GET
    @Path("/{token}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "One link")
    @APIResponse(responseCode = "200", description = "The link")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<AdminView> get(@PathParam("token") String token) {
        return look.one(token).map(AdminView::of);
    }

    /** The newest first. */
    @GET
    @Path("/{token}/clicks")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "Who opened a link")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<NumberedPage<ClickView>> clicks(
            @PathParam("token") String token,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return look.clicks(token, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(ClickView::of).toList(), page, size, found.total()));
    }

    /** For good: the same may be shared again only under another token. */
    @POST
    @Path("/{token}/revoke")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS})
    @Operation(summary = "Revoke a link")
    @APIResponse(responseCode = "200", description = "The link as it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST: a reason is needed")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<AdminView> revoke(@PathParam("token") String token, @Valid @NotNull Revocation request) {
        return revoke.byStaff(token, caller.actor(), request.reason()).map(AdminView::of);
    }
}
