package cn.siyu.commission.web;

import cn.siyu.commission.app.DisputeLines;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A payee's own disputes. */
@Path("/api/partner/v1/statement-disputes")
@Tag(name = "Statements (partner)")
@Produces(MediaType.APPLICATION_JSON)
class StatementDisputeResource {

    private final DisputeLines disputes;
    private final Caller caller;

    @Inject
    StatementDisputeResource(DisputeLines disputes, Caller caller) {
        this.disputes = disputes;
        this.caller = caller;
    }

    /** It may be opened again as long as the statement is not closed. */
    @POST
    @Path("/{id}/take-back")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Take an own dispute back")
    @APIResponse(responseCode = "200", description = "The dispute")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "DISPUTE_STATE: it is answered")
    public Uni<DisputeView> takeBack(@PathParam("id") UUID id) {
        return disputes.takeBack(id, caller.actor()).map(DisputeView::of);
    }
}
