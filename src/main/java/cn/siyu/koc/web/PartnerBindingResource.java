package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.app.InviteKoc;
import cn.siyu.koc.app.PartnerDesk;
import cn.siyu.koc.app.TurnBinding;
import cn.siyu.koc.app.TurnBinding.Turn;
import cn.siyu.koc.domain.BindingState.Kind;
import cn.siyu.koc.store.BindingPages.Card;
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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** KOC bindings of whoever asks: of the seller those with his KOCs, of the KOC his own. */
@Path("/api/partner/v1/koc-bindings")
@Tag(name = "partner koc")
public class PartnerBindingResource {

    private static final int CREATED = 201;

    private final PartnerDesk desk;
    private final InviteKoc invite;
    private final TurnBinding bindings;
    private final Caller caller;

    PartnerBindingResource(PartnerDesk desk, InviteKoc invite, TurnBinding bindings, Caller caller) {
        this.desk = desk;
        this.invite = invite;
        this.bindings = bindings;
        this.caller = caller;
    }

    /** Whom of his community a seller asks. */
    @Schema(name = "KocInvitationRequest")
    public record InvitationRequest(
            @NotNull UUID communityId,
            @NotNull UUID memberId,

            @Schema(description = "Under which he serves; who is a KOC already keeps his name")
            @NotBlank
            @Size(max = 40)
            String name) {}

    /** The newest first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List own KOC bindings")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "KOC_PARTNER_ONLY")
    public Uni<Page<KocBindingView>> list(
            @QueryParam("state") @Nullable Kind state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return desk.bindings(member(), state, Cursor.parse(cursor), limit + 1).map(found -> page(found, limit));
    }

    /** Somebody of an own community is asked to serve it. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Invite a KOC")
    @APIResponse(
            responseCode = "201",
            description = "The invitation",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = KocBindingView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "KOC_PARTNER_ONLY")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: it is not the caller's community")
    @APIResponse(responseCode = "409", description = "KOC_ALREADY_BOUND")
    @APIResponse(responseCode = "422", description = "KOC_NOT_IN_COMMUNITY, KOC_IS_SELLER")
    public Uni<KocBindingView> invite(@Valid @NotNull InvitationRequest request) {
        var wish = new InviteKoc.Wish(
                new CommunityId(request.communityId()), new MemberId(request.memberId()), request.name());
        return invite.bySeller(member(), wish).map(KocBindingView::of);
    }

    /** By the seller. */
    @POST
    @Path("/{id}/pause")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Pause an own KOC's binding")
    @APIResponse(responseCode = "200", description = "The binding")
    @APIResponse(responseCode = "403", description = "KOC_PARTNER_ONLY: the KOC himself may not")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<KocBindingView> pause(@PathParam("id") UUID id) {
        return bindings.byPartner(member(), id, Turn.PAUSE).map(KocBindingView::of);
    }

    /** By the seller. */
    @POST
    @Path("/{id}/resume")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Let an own KOC's binding go on")
    @APIResponse(responseCode = "200", description = "The binding")
    @APIResponse(responseCode = "403", description = "KOC_PARTNER_ONLY: the KOC himself may not")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<KocBindingView> resume(@PathParam("id") UUID id) {
        return bindings.byPartner(member(), id, Turn.RESUME).map(KocBindingView::of);
    }

    /** By the seller or the KOC, at once: orders from now on are not its own; those before stay. */
    @POST
    @Path("/{id}/end")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "End an own KOC binding")
    @APIResponse(responseCode = "200", description = "The binding")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<KocBindingView> end(@PathParam("id") UUID id, @Valid @NotNull KocReason why) {
        return bindings.endByPartner(member(), id, why.reason()).map(KocBindingView::of);
    }

    /** By the KOC: when the agreement has another version, his binding goes on by itself only if he accepts it. */
    @POST
    @Path("/{id}/agreement")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Accept the agreement that is in force now")
    @APIResponse(responseCode = "200", description = "The binding")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "AGREEMENT_CHANGED, STATE_CHANGED")
    public Uni<KocBindingView> agree(
            @PathParam("id") UUID id, @Valid @NotNull KocInvitationResource.AcceptRequest request) {
        return bindings.agree(member(), id, request.agreementVersion()).map(KocBindingView::of);
    }

    static Page<KocBindingView> page(List<Card> found, int limit) {
        var shown = found.stream().limit(limit).toList();
        var next = found.size() > limit
                ? new Cursor(shown.getLast().invitedAt(), shown.getLast().id()).encode()
                : null;
        return new Page<>(shown.stream().map(KocBindingView::of).toList(), next);
    }

    private MemberId member() {
        return new MemberId(caller.id());
    }
}
