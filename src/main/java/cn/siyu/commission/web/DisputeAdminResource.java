package cn.siyu.commission.web;

import cn.siyu.commission.app.DisputeLines;
import cn.siyu.commission.app.ReadStatements;
import cn.siyu.commission.domain.Dispute;
import cn.siyu.commission.store.DisputeStore.Search;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What payees do not agree with, for finance to answer. */
@Path("/api/admin/v1/statement-disputes")
@Tag(name = "Statements (admin)")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class DisputeAdminResource {

    private final ReadStatements read;
    private final DisputeLines disputes;
    private final Caller caller;

    @Inject
    DisputeAdminResource(ReadStatements read, DisputeLines disputes, Caller caller) {
        this.read = read;
        this.disputes = disputes;
        this.caller = caller;
    }

    /** Whether the payee is right. */
    @Schema(name = "StatementDisputeOutcome")
    enum Outcome {
        UPHELD,
        REJECTED
    }

    /** What finance says, about the version that it saw. */
    @Schema(name = "StatementDisputeAnswer")
    record Answer(
            @NotNull @Min(0) Long version,

            @Schema(description = "UPHELD: an adjustment makes up for it, in the next statement") @NotNull
            Outcome outcome,

            @NotBlank @Size(max = 200) String words) {}

    /** The newest first; OPEN ones wait here. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "List disputes about statements")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<DisputeView>> list(
            @QueryParam("state") Dispute.@Nullable State state,
            @QueryParam("accountId") @Nullable UUID accountId,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return read.disputes(new Search(state, accountId), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(DisputeView::of).toList(), page, size, found.total()));
    }

    /** Once; a payee who does not accept it opens the line again. */
    @POST
    @Path("/{id}/answer")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Answer a dispute about a statement")
    @APIResponse(responseCode = "200", description = "The dispute")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, DISPUTE_STATE")
    public Uni<DisputeView> answer(@PathParam("id") UUID id, @Valid @NotNull Answer answer) {
        return disputes.answer(
                        id,
                        answer.version(),
                        Dispute.State.valueOf(answer.outcome().name()),
                        answer.words(),
                        caller.actor())
                .map(DisputeView::of);
    }
}
