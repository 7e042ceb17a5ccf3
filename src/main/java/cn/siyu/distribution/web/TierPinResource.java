package cn.siyu.distribution.web;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.app.PinTier;
import cn.siyu.distribution.app.PinTier.Wish;
import cn.siyu.distribution.web.TierProgressView.PinView;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The tier at which staff hold a distributor for a time. */
@Path("/api/admin/v1/distributors/{id}/tier-pin")
@Tag(name = "admin tiers")
public class TierPinResource {

    private final PinTier pins;
    private final Caller caller;

    TierPinResource(PinTier pins, Caller caller) {
        this.pins = pins;
        this.caller = caller;
    }

    /** Where, until when and why. */
    @Schema(name = "TierPinRequest")
    public record PinRequest(
            @NotNull UUID tierId,

            @Schema(description = "Ahead, at most a year") @NotNull
            Instant until,

            @NotBlank @Size(max = 200) String reason) {}

    /** The one in force. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See the pin of a distributor's tier")
    @APIResponse(responseCode = "200", description = "The pin")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: he does not exist or is not held")
    public Uni<PinView> see(@PathParam("id") UUID id) {
        return pins.see(new DistributorId(id)).map(PinView::of);
    }

    /** He is moved there at once and stays whatever he sells; orders placed before keep their rate. */
    @PUT
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Hold a distributor at a tier")
    @APIResponse(responseCode = "200", description = "The pin, in the place of an earlier one")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED: he is no distributor any more")
    @APIResponse(responseCode = "422", description = "TIER_UNKNOWN, PIN_TOO_LONG")
    public Uni<PinView> pin(@PathParam("id") UUID id, @Valid @NotNull PinRequest request) {
        return pins.pin(
                        new DistributorId(id),
                        new Wish(request.tierId(), request.until(), request.reason()),
                        caller.actor())
                .map(PinView::of);
    }

    /** The rules hold for him again: he stays where he is until they move him. */
    @POST
    @Path("/end")
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Let the rules hold for a distributor's tier again")
    @APIResponse(responseCode = "204", description = "He is not held any more")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: he does not exist or is not held")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED: he is no distributor any more")
    public Uni<Void> end(@PathParam("id") UUID id, @Valid @NotNull ReasonRequest request) {
        return pins.end(new DistributorId(id), request.reason(), caller.actor());
    }
}
