package cn.siyu.commission.web;

import cn.siyu.commission.app.DecideWithdrawal;
import cn.siyu.commission.app.LayeredWithdrawals;
import cn.siyu.commission.app.LayeredWithdrawals.Wish;
import cn.siyu.commission.domain.WithdrawalState;
import cn.siyu.distribution.DistributorLayer;
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

/** Withdrawals for finance: above the limit two people approve, one after the other. */
@Path("/api/admin/v1/withdrawals")
@Tag(name = "Commissions (admin)")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class WithdrawalAdminResource {

    private final LayeredWithdrawals withdrawals;
    private final DecideWithdrawal decide;
    private final Caller caller;

    @Inject
    WithdrawalAdminResource(LayeredWithdrawals withdrawals, DecideWithdrawal decide, Caller caller) {
        this.withdrawals = withdrawals;
        this.decide = decide;
        this.caller = caller;
    }

    /** What somebody decided, about the version that he saw. */
    @Schema(name = "WithdrawalDecision")
    record Decision(
            @NotNull @Min(0) Long version,
            @NotBlank @Size(max = 200) String reason) {}

    /** The newest first; REVIEWING ones wait here. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List withdrawals")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<WithdrawalView>> list(
            @QueryParam("state") WithdrawalState.@Nullable Kind state,
            @QueryParam("accountId") @Nullable UUID accountId,
            @QueryParam("tierId") @Nullable UUID tierId,
            @QueryParam("layerSize") DistributorLayer.@Nullable Size layerSize,
            @QueryParam("activity") DistributorLayer.@Nullable Activity activity,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return withdrawals
                .search(new Wish(state, accountId, tierId, layerSize, activity), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream()
                                .map(row -> WithdrawalView.layered(row.withdrawal(), row.layer()))
                                .toList(),
                        page,
                        size,
                        found.total()));
    }

    /** The first of two leaves it REVIEWING, the second sends it, or leaves it APPROVED for a batch. */
    @POST
    @Path("/{id}/approve")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Approve a withdrawal")
    @APIResponse(responseCode = "200", description = "The withdrawal")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(
            responseCode = "409",
            description = "STATE_CHANGED, WITHDRAWAL_STATE, FOUR_EYES, COMMISSION_DEBT, PAYOUT_COOLING")
    @APIResponse(responseCode = "503", description = "FENCED: try again in a moment")
    public Uni<WithdrawalView> approve(@PathParam("id") UUID id, @Valid @NotNull Decision decision) {
        return decide.approve(id, decision.version(), decision.reason(), caller.actor())
                .map(WithdrawalView::of);
    }

    /** The money is available again. */
    @POST
    @Path("/{id}/reject")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Reject a withdrawal")
    @APIResponse(responseCode = "200", description = "The withdrawal")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, WITHDRAWAL_STATE")
    public Uni<WithdrawalView> reject(@PathParam("id") UUID id, @Valid @NotNull Decision decision) {
        return decide.reject(id, decision.version(), decision.reason(), caller.actor())
                .map(WithdrawalView::of);
    }
}
