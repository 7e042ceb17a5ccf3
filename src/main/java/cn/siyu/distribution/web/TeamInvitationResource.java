package cn.siyu.distribution.web;

import cn.siyu.distribution.app.InviteIntoTeam;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Invitations into teams: what a distributor was sent, and what he sends as a captain. */
@Path("/api/partner/v1/team-invitations")
@Tag(name = "partner")
public class TeamInvitationResource {

    private static final int CREATED = 201;

    private final InviteIntoTeam invitations;
    private final Caller caller;

    TeamInvitationResource(InviteIntoTeam invitations, Caller caller) {
        this.invitations = invitations;
        this.caller = caller;
    }

    /** Whom the captain asks. */
    @Schema(name = "TeamInvitationRequest")
    public record InvitationRequest(
            @Schema(description = "The promo code of whom he asks") @NotBlank @Size(max = 16)
            String promoCode) {}

    /** The latest first, at most a hundred. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List the invitations that one was sent")
    @APIResponse(responseCode = "200", description = "The invitations")
    @APIResponse(responseCode = "403", description = "NOT_A_DISTRIBUTOR")
    public Uni<Page<InvitationView>> received() {
        return invitations
                .received(member())
                .map(all -> new Page<>(all.stream().map(InvitationView::of).toList(), null));
    }

    /** The latest first, at most a hundred. */
    @GET
    @Path("/sent")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List the invitations into the own team")
    @APIResponse(responseCode = "200", description = "The invitations")
    @APIResponse(responseCode = "403", description = "NOT_A_DISTRIBUTOR, NOT_A_CAPTAIN")
    public Uni<Page<InvitationView>> sent() {
        return invitations
                .sent(member())
                .map(all -> new Page<>(all.stream().map(InvitationView::of).toList(), null));
    }

    /** He joins by his own word; nobody is paid for it (C3). */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Ask a distributor into the own team")
    @APIResponse(
            responseCode = "201",
            description = "The invitation",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = InvitationView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_DISTRIBUTOR, NOT_A_CAPTAIN")
    @APIResponse(responseCode = "409", description = "TEAM_INVITED, TEAM_TAKEN")
    @APIResponse(responseCode = "422", description = "TEAM_MEMBER_NOT_ACTIVE")
    public Uni<InvitationView> invite(@Valid @NotNull InvitationRequest request) {
        return invitations.invite(member(), request.promoCode()).map(InvitationView::of);
    }

    /** One team at a time; other invitations are void then. */
    @POST
    @Path("/{id}/accept")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Join a team")
    @APIResponse(responseCode = "200", description = "The invitation")
    @APIResponse(responseCode = "403", description = "NOT_A_DISTRIBUTOR, DISTRIBUTOR_NOT_ACTIVE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, TEAM_TAKEN")
    @APIResponse(responseCode = "422", description = "TEAM_AGREEMENT_MISSING")
    public Uni<InvitationView> accept(@PathParam("id") UUID id) {
        return invitations.accept(member(), id).map(InvitationView::of);
    }

    /** He stays as he is. */
    @POST
    @Path("/{id}/decline")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Stay out of a team")
    @APIResponse(responseCode = "200", description = "The invitation")
    @APIResponse(responseCode = "403", description = "NOT_A_DISTRIBUTOR")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<InvitationView> decline(@PathParam("id") UUID id) {
        return invitations.decline(member(), id).map(InvitationView::of);
    }

    private MemberId member() {
        return new MemberId(caller.id());
    }
}
