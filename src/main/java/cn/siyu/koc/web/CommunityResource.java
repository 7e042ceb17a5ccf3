package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.app.KeepCommunities;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.store.CommunityStore.Filter;
import cn.siyu.koc.web.CommunityView.DetailView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Chat groups and who owns them. */
@Path("/api/admin/v1/communities")
@Tag(name = "admin koc")
public class CommunityResource {

    private static final int CREATED = 201;

    private final KeepCommunities communities;
    private final Caller caller;

    CommunityResource(KeepCommunities communities, Caller caller) {
        this.communities = communities;
        this.caller = caller;
    }

    /** What staff say about a community. */
    @Schema(name = "CommunitySketch")
    public record SketchRequest(
            @NotBlank @Size(max = 60) String name,

            @Schema(description = "Of the chat at WeCom") @NotBlank @Size(max = 64)
            String chatId,

            @NotBlank @Size(max = 40) String category,
            @Min(2) @Max(2_000) int capacity,

            @Schema(description = "A STORE of the organisation") @Nullable
            UUID storeId,

            @Schema(description = "Who may join by the code; absent: everybody") @Nullable
            UUID segmentId) {

        Community.Sketch sketch() {
            return new Community.Sketch(
                    name, chatId, category, capacity, Optional.ofNullable(storeId), Optional.ofNullable(segmentId));
        }
    }

    /** A new community and its first owner. */
    @Schema(name = "CommunityRequest")
    public record CommunityRequest(
            @NotNull @Valid SketchRequest community,
            @NotNull UUID ownerId) {}

    /** A community as it is to be, and the version that was read. */
    @Schema(name = "CommunityChangeRequest")
    public record ChangeRequest(@NotNull @Valid SketchRequest community, long version) {}

    /** To whom it goes, and why. */
    @Schema(name = "CommunityOwnerRequest")
    public record OwnerRequest(
            @NotNull UUID sellerId,
            @NotBlank @Size(max = 200) String reason) {}

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List communities")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<CommunityView>> list(
            @QueryParam("state") Community.@Nullable State state,
            @QueryParam("storeId") @Nullable UUID store,
            @QueryParam("ownerId") @Nullable UUID owner,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return communities
                .page(new Filter(state, store, owner), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(CommunityView::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    /** With everybody who has owned it. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See a community")
    @APIResponse(responseCode = "200", description = "The community")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<DetailView> see(@PathParam("id") UUID id) {
        return communities.see(new CommunityId(id)).map(DetailView::of);
    }

    /** Gets a code by which members join. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Add a community")
    @APIResponse(
            responseCode = "201",
            description = "The community",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DetailView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "CHAT_ID_TAKEN")
    @APIResponse(responseCode = "422", description = "SELLER_NOT_ACTIVE, STORE_UNKNOWN, SEGMENT_UNKNOWN")
    public Uni<DetailView> add(@Valid @NotNull CommunityRequest request) {
        return communities
                .add(request.community().sketch(), request.ownerId(), caller.actor())
                .map(DetailView::of);
    }

    /** Everything but the owner, if nobody has changed it meanwhile. */
    @PUT
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Change a community")
    @APIResponse(responseCode = "200", description = "The community")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(
            responseCode = "409",
            description = "STATE_CHANGED, CHAT_ID_TAKEN; COMMUNITY_FULL: more are in it than the capacity allows")
    @APIResponse(responseCode = "422", description = "STORE_UNKNOWN, SEGMENT_UNKNOWN")
    public Uni<DetailView> change(@PathParam("id") UUID id, @Valid @NotNull ChangeRequest request) {
        return communities
                .change(
                        new CommunityId(id),
                        request.version(),
                        request.community().sketch(),
                        caller.actor())
                .map(DetailView::of);
    }

    /** For ever: its members and KOCs are let go at once. */
    @POST
    @Path("/{id}/dissolve")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Dissolve a community")
    @APIResponse(responseCode = "200", description = "The community")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<DetailView> dissolve(@PathParam("id") UUID id, @Valid @NotNull KocReason why) {
        return communities
                .dissolve(new CommunityId(id), why.reason(), caller.actor())
                .map(DetailView::of);
    }

    /** Its running KOC bindings go on as the new owner's; open invitations end. */
    @POST
    @Path("/{id}/owner")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Give a community to another seller")
    @APIResponse(responseCode = "200", description = "The community")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED: dissolved, or his already")
    @APIResponse(responseCode = "422", description = "SELLER_NOT_ACTIVE")
    public Uni<DetailView> give(@PathParam("id") UUID id, @Valid @NotNull OwnerRequest request) {
        return communities
                .giveTo(new CommunityId(id), request.sellerId(), request.reason(), caller.actor())
                .map(DetailView::of);
    }
}
