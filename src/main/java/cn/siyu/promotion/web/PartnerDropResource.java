package cn.siyu.promotion.web;

import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.app.DropCoupons;
import cn.siyu.promotion.app.DropCoupons.Wish;
import cn.siyu.promotion.app.PromotionSettings;
import cn.siyu.promotion.store.DropStore.Progress;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
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

/** Coupons that a KOC or seller drops into his communities, out of his quota. */
@Path("/api/partner/v1/coupon-drops")
@Tag(name = "partner coupons")
public class PartnerDropResource {

    private static final int CREATED = 201;

    private final DropCoupons drops;
    private final PromotionSettings settings;
    private final Idempotency idempotency;
    private final Caller caller;
    private final ShopClock clock;

    PartnerDropResource(
            DropCoupons drops, PromotionSettings settings, Idempotency idempotency, Caller caller, ShopClock clock) {
        this.drops = drops;
        this.settings = settings;
        this.idempotency = idempotency;
        this.caller = caller;
        this.clock = clock;
    }

    /** Out of which quota, into which community, how many and when. */
    @Schema(name = "PartnerCouponDropRequest")
    public record DropRequest(
            @NotNull UUID quotaId,
            @NotNull UUID communityId,
            @NotNull @Valid DropPlan plan) {}

    /** The version that was read. */
    @Schema(name = "PartnerCouponDropEnd")
    public record EndRequest(@NotNull @PositiveOrZero Long version) {}

    /** The newest first, with what was claimed and used. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List own drops of coupons")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "COUPON_QUOTA_ONLY")
    public Uni<Page<DropView>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return drops.own(new MemberId(caller.id()), Cursor.parse(cursor), limit + 1)
                .map(found -> page(found, limit));
    }

    /** Every claim takes one of the quota; what nobody claims stays in it. */
    @POST
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Drop coupons into an own community")
    @APIResponse(
            responseCode = "201",
            description = "The drop",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DropView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the quota is not the caller's")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED: the template is not running; REQUEST_IN_FLIGHT")
    @APIResponse(responseCode = "422", description = "COUPON_DROP_REFUSED, COUPON_OUTSIDE_CIRCLE, IDEMPOTENCY_MISMATCH")
    public Uni<Response> make(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key, @Valid @NotNull DropRequest request) {
        var now = clock.instant();
        var wish = new Wish(request.communityId(), request.plan().plan(now), "");
        return idempotency.once(
                caller.id(),
                "coupon-drops.make",
                IdempotencyKey.of(key),
                request,
                CREATED,
                tx -> drops.byPartner(tx, request.quotaId(), wish, caller.actor())
                        .map(this::view));
    }

    /** Nobody claims any more; what was claimed stays where it is. */
    @POST
    @Path("/{id}/end")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "End an own drop of coupons")
    @APIResponse(responseCode = "200", description = "The drop")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: it is not the caller's")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<DropView> end(@PathParam("id") UUID id, @Valid @NotNull EndRequest request) {
        return drops.endOwn(id, new MemberId(caller.id()), request.version()).map(this::view);
    }

    private DropView view(Progress made) {
        return DropView.of(made, settings.dropPage(), clock.instant());
    }

    private Page<DropView> page(List<Progress> found, int limit) {
        var shown = found.stream().limit(limit).toList();
        var last = shown.isEmpty() ? null : shown.getLast().drop();
        var next = found.size() > limit && last != null ? new Cursor(last.createdAt(), last.id()).encode() : null;
        return new Page<>(shown.stream().map(this::view).toList(), next);
    }
}
