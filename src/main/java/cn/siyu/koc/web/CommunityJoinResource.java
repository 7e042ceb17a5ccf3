package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.koc.app.Memberships;
import cn.siyu.koc.store.MembershipStore.Own;
import cn.siyu.member.MemberId;
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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Members come into communities by a code, and go. */
@Path("/api/mp/v1/community-joins")
@Tag(name = "communities")
public class CommunityJoinResource {

    private final Memberships memberships;
    private final Caller caller;

    CommunityJoinResource(Memberships memberships, Caller caller) {
        this.memberships = memberships;
        this.caller = caller;
    }

    /** The code that was shown in the chat. */
    @Schema(name = "CommunityJoinRequest")
    public record JoinRequest(
            @NotBlank @Size(max = 32) String code,

            @Schema(description = "Of the link through which he came, if through one") @Nullable @Size(max = 32)
            String token) {}

    /** A community that one is in; {@code id} names the stay. */
    @Schema(name = "CommunityJoinView")
    record JoinView(UUID id, UUID communityId, String name, String category, Instant joinedAt) {

        static JoinView of(Own own) {
            return new JoinView(own.id(), own.community().value(), own.name(), own.category(), own.joinedAt());
        }
    }

    /** Who is in it already stays as he is. */
    @POST
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Join a community")
    @APIResponse(responseCode = "200", description = "The stay")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "COMMUNITY_FOR_OTHERS")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no community has this code")
    @APIResponse(responseCode = "409", description = "COMMUNITY_FULL")
    public Uni<JoinView> join(@Valid @NotNull JoinRequest request) {
        return memberships
                .join(member(), request.code().strip(), Optional.ofNullable(request.token()))
                .map(JoinView::of);
    }

    /** The last joined first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List the communities that one is in")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Page<JoinView>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return memberships.own(member(), Cursor.parse(cursor), limit + 1).map(found -> page(found, limit));
    }

    /** Repeating it changes nothing. */
    @POST
    @Path("/{id}/leave")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Leave a community")
    @APIResponse(responseCode = "204", description = "He is out")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Void> leave(@PathParam("id") UUID id) {
        return memberships.leave(member(), id);
    }

    private static Page<JoinView> page(List<Own> found, int limit) {
        var shown = found.stream().limit(limit).toList();
        var next = found.size() > limit
                ? new Cursor(shown.getLast().joinedAt(), shown.getLast().id()).encode()
                : null;
        return new Page<>(shown.stream().map(JoinView::of).toList(), next);
    }

    private MemberId member() {
        return new MemberId(caller.id());
    }
}
