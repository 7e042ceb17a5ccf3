package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.koc.app.TurnBinding;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A member answers whether he serves a community. */
@Path("/api/mp/v1/koc-invitations")
@Tag(name = "koc invitations")
public class KocInvitationResource {

    private final TurnBinding bindings;
    private final Caller caller;

    KocInvitationResource(TurnBinding bindings, Caller caller) {
        this.bindings = bindings;
        this.caller = caller;
    }

    /** To what he says yes. */
    @Schema(name = "KocAcceptRequest")
    public record AcceptRequest(
            @Schema(description = "The version that was shown to him") @NotBlank @Size(max = 40)
            String agreementVersion) {}

    /** It counts from now on, for the term. Nothing is paid for joining, and nothing has to be bought (L8). */
    @POST
    @Path("/{id}/accept")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Accept to be a KOC")
    @APIResponse(responseCode = "200", description = "The binding")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(
            responseCode = "409",
            description = "AGREEMENT_CHANGED, INVITATION_OVER, KOC_ALREADY_BOUND, STATE_CHANGED")
    public Uni<KocBindingView> accept(@PathParam("id") UUID id, @Valid @NotNull AcceptRequest request) {
        return bindings.accept(new MemberId(caller.id()), id, request.agreementVersion())
                .map(KocBindingView::of);
    }

    /** No reason is asked. */
    @POST
    @Path("/{id}/decline")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Decline to be a KOC")
    @APIResponse(responseCode = "200", description = "The binding")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<KocBindingView> decline(@PathParam("id") UUID id) {
        return bindings.decline(new MemberId(caller.id()), id).map(KocBindingView::of);
    }
}
