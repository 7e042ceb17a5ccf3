package cn.siyu.promotion.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.promotion.app.DropCoupons;
import cn.siyu.promotion.app.KeepTemplates.Change;
import cn.siyu.promotion.app.PromotionSettings;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One drop of coupons, for staff, whoever made it. */
@Path("/api/admin/v1/coupon-drops")
@Tag(name = "admin coupons")
public class AdminDropResource {

    private final DropCoupons drops;
    private final PromotionSettings settings;
    private final Caller caller;
    private final ShopClock clock;

    AdminDropResource(DropCoupons drops, PromotionSettings settings, Caller caller, ShopClock clock) {
        this.drops = drops;
        this.settings = settings;
        this.caller = caller;
        this.clock = clock;
    }

    /** The version that was read, and why. */
    @Schema(name = "CouponDropEnd")
    public record EndRequest(
            @NotNull @PositiveOrZero Long version,
            @NotBlank @Size(max = 200) String reason) {}

    /** How far it has come. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "See a drop of coupons")
    @APIResponse(responseCode = "200", description = "The drop")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<DropView> see(@PathParam("id") UUID id) {
        return drops.find(id).map(found -> DropView.of(found, settings.dropPage(), clock.instant()));
    }

    /** Nobody claims any more; what was claimed stays where it is. */
    @POST
    @Path("/{id}/end")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "End a drop of coupons")
    @APIResponse(responseCode = "200", description = "The drop")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<DropView> end(@PathParam("id") UUID id, @Valid @NotNull EndRequest request) {
        return drops.end(id, new Change(caller.actor(), request.version(), request.reason()))
                .map(ended -> DropView.of(ended, settings.dropPage(), clock.instant()));
    }
}
