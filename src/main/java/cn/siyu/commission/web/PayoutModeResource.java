package cn.siyu.commission.web;

import cn.siyu.commission.app.ChoosePayoutMode;
import cn.siyu.commission.domain.PayoutMode;
import cn.siyu.commission.store.PayoutModeStore.Kept;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether approved withdrawals are sent at once or wait for a batch. */
@Path("/api/admin/v1/payout-mode")
@Tag(name = "Commissions (admin)")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class PayoutModeResource {

    private final ChoosePayoutMode choose;
    private final Caller caller;

    @Inject
    PayoutModeResource(ChoosePayoutMode choose, Caller caller) {
        this.choose = choose;
        this.caller = caller;
    }

    /** The mode that is wanted, by whoever has seen this version. */
    @Schema(name = "PayoutModeChange")
    record Change(
            @NotNull PayoutMode mode,
            @NotNull @Min(0) Long version,
            @NotBlank @Size(max = 200) String reason) {}

    /** The mode that holds. */
    @Schema(name = "PayoutModeView")
    record View(PayoutMode mode, long version) {

        static View of(Kept kept) {
            return new View(kept.mode(), kept.version());
        }
    }

    /** AT_ONCE as long as nobody has chosen. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See when approved withdrawals are sent")
    @APIResponse(responseCode = "200", description = "The mode")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<View> see() {
        return choose.see().map(View::of);
    }

    /** What waits already goes on waiting for a batch. */
    @PUT
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Choose when approved withdrawals are sent")
    @APIResponse(responseCode = "200", description = "The mode")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<View> choose(@Valid @NotNull Change change) {
        return choose.choose(change.mode(), change.version(), change.reason(), caller.actor())
                .map(View::of);
    }
}
