package cn.siyu.commission.web;

import cn.siyu.commission.app.AdjustAccounts;
import cn.siyu.commission.app.AdjustAccounts.Proposal;
import cn.siyu.commission.domain.Adjustment;
import cn.siyu.commission.store.AdjustmentStore.Search;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What finance puts right on commission accounts: one proposes, another approves, then it is in the ledger. */
@Path("/api/admin/v1/commission-adjustments")
@Tag(name = "Commissions (admin)")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class AdjustmentAdminResource {

    /** 1,000,000 yuan: more is a slip of the hand. */
    private static final long MOST = 100_000_000;

    private final AdjustAccounts adjust;
    private final Caller caller;

    @Inject
    AdjustmentAdminResource(AdjustAccounts adjust, Caller caller) {
        this.adjust = adjust;
        this.caller = caller;
    }

    /** What is to be put right. */
    @Schema(name = "CommissionAdjustmentRequest")
    record Wanted(
            @NotNull UUID accountId,

            @Schema(
                    description =
                            "WRITE_OFF gives up a debt that is old enough; PAID_OUTSIDE notes what went with wages, or to a company")
            @NotNull
            Adjustment.Kind kind,

            @Schema(
                    description =
                            "Added to what is available, as a WRITE_OFF does; below zero it is taken, as by PAID_OUTSIDE")
            @NotNull
            @Min(-MOST)
            @Max(MOST)
            Long amountFen,

            @NotBlank @Size(max = 200) String reason) {

        Proposal proposal() {
            if (!kind.allows(amountFen)) {
                throw Refused.fields(
                        CommonProblem.INVALID_REQUEST,
                        List.of(new FieldError("amountFen", "has no meaning for " + kind)));
            }
            return new Proposal(accountId, kind, new Money(amountFen), reason);
        }
    }

    /** What somebody decided, about the version that he saw. */
    @Schema(name = "CommissionAdjustmentDecision")
    record Decision(
            @NotNull @Min(0) Long version,
            @NotBlank @Size(max = 200) String reason) {}

    /** Nothing is posted before another has approved it. */
    @POST
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Propose to put a commission account right")
    @APIResponse(
            responseCode = "201",
            description = "The adjustment",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AdjustmentView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: nobody has such an account")
    @APIResponse(responseCode = "409", description = "NO_DEBT, DEBT_TOO_YOUNG, NOT_PAID_OUTSIDE, COMMISSION_SHORT")
    @APIResponse(responseCode = "422", description = "WRITE_OFF_TOO_MUCH, IDEMPOTENCY_MISMATCH")
    public Uni<Response> propose(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key, @Valid @NotNull Wanted wanted) {
        return adjust.propose(wanted.proposal(), IdempotencyKey.of(key), caller.actor(), AdjustmentView::of);
    }

    /** The newest first; PROPOSED ones wait here. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List adjustments of commission accounts")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<AdjustmentView>> list(
            @QueryParam("state") Adjustment.@Nullable State state,
            @QueryParam("accountId") @Nullable UUID accountId,
            @QueryParam("kind") Adjustment.@Nullable Kind kind,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return adjust.page(new Search(state, accountId, kind), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(AdjustmentView::of).toList(), page, size, found.total()));
    }

    /** By another than who proposed it; it is posted at once. */
    @POST
    @Path("/{id}/approve")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Approve an adjustment")
    @APIResponse(responseCode = "200", description = "The adjustment")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(
            responseCode = "409",
            description =
                    "STATE_CHANGED, ADJUSTMENT_STATE, FOUR_EYES, NO_DEBT, DEBT_TOO_YOUNG, NOT_PAID_OUTSIDE, COMMISSION_SHORT")
    @APIResponse(responseCode = "422", description = "WRITE_OFF_TOO_MUCH")
    public Uni<AdjustmentView> approve(@PathParam("id") UUID id, @Valid @NotNull Decision decision) {
        return adjust.approve(id, decision.version(), decision.reason(), caller.actor())
                .map(AdjustmentView::of);
    }

    /** By anybody of finance; whoever proposed it takes it back so. */
    @POST
    @Path("/{id}/reject")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Reject an adjustment")
    @APIResponse(responseCode = "200", description = "The adjustment")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, ADJUSTMENT_STATE")
    public Uni<AdjustmentView> reject(@PathParam("id") UUID id, @Valid @NotNull Decision decision) {
        return adjust.reject(id, decision.version(), decision.reason(), caller.actor())
                .map(AdjustmentView::of);
    }
}
