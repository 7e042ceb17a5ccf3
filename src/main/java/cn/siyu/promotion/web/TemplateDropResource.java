package cn.siyu.promotion.web;

import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.app.DropCoupons;
import cn.siyu.promotion.app.DropCoupons.Wish;
import cn.siyu.promotion.app.PromotionSettings;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Coupons of a template that are dropped into chat groups (群撒券). */
@Path("/api/admin/v1/coupon-templates/{id}/drops")
@Tag(name = "admin coupons")
public class TemplateDropResource {

    private static final int CREATED = 201;

    private final DropCoupons drops;
    private final PromotionSettings settings;
    private final Idempotency idempotency;
    private final Caller caller;
    private final ShopClock clock;

    TemplateDropResource(
            DropCoupons drops, PromotionSettings settings, Idempotency idempotency, Caller caller, ShopClock clock) {
        this.drops = drops;
        this.settings = settings;
        this.idempotency = idempotency;
        this.caller = caller;
        this.clock = clock;
    }

    /** Into which community, how many and when, and why. */
    @Schema(name = "CouponDropRequest")
    public record DropRequest(
            @NotNull UUID communityId,
            @NotNull @Valid DropPlan plan,
            @NotBlank @Size(max = 200) String reason) {}

    /** The newest first, with what was claimed and used. */
    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "List drops of a coupon")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<NumberedPage<DropView>> list(
            @PathParam("id") UUID id,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return drops.page(new CouponTemplateId(id), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream()
                                .map(each -> DropView.of(each, settings.dropPage(), clock.instant()))
                                .toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    /** Members of the community claim them with the link, the first ones first; nothing is set aside for it. */
    @POST
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Drop coupons into a community")
    @APIResponse(
            responseCode = "201",
            description = "The drop",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DropView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED: the template is not running; REQUEST_IN_FLIGHT")
    @APIResponse(responseCode = "422", description = "COUPON_DROP_REFUSED, IDEMPOTENCY_MISMATCH")
    public Uni<Response> make(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull DropRequest request) {
        var now = clock.instant();
        var wish = new Wish(request.communityId(), request.plan().plan(now), request.reason());
        return idempotency.once(
                caller.id(),
                "coupon-drops.make",
                IdempotencyKey.of(key),
                List.of(id, request),
                CREATED,
                tx -> drops.byStaff(tx, new CouponTemplateId(id), wish, caller.actor())
                        .map(made -> DropView.of(made, settings.dropPage(), now)));
    }
}
