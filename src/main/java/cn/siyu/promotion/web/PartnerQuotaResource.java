package cn.siyu.promotion.web;

import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.app.HandOnCoupons;
import cn.siyu.promotion.domain.Coupon;
import cn.siyu.promotion.store.QuotaStore.Quota;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
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

/** Coupons that a KOC or seller hands on to members of his communities. */
@Path("/api/partner/v1/coupon-quotas")
@Tag(name = "partner coupons")
public class PartnerQuotaResource {

    private static final int CREATED = 201;

    private final HandOnCoupons quotas;
    private final Idempotency idempotency;
    private final Caller caller;

    PartnerQuotaResource(HandOnCoupons quotas, Idempotency idempotency, Caller caller) {
        this.quotas = quotas;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /** To whom. */
    @Schema(name = "CouponHandOnRequest")
    public record HandOnRequest(@NotNull UUID memberId) {}

    /** That somebody has a coupon more; what he does with it is his own. */
    @Schema(name = "CouponHandedOnView")
    record HandedOnView(UUID templateId, UUID memberId, String name) {
        static HandedOnView of(Coupon coupon) {
            return new HandedOnView(
                    coupon.template().id().value(),
                    coupon.member().value(),
                    coupon.template().terms().name());
        }
    }

    /** The last changed first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List own coupon quotas")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "COUPON_QUOTA_ONLY")
    public Uni<Page<QuotaView>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return quotas.own(new MemberId(caller.id()), Cursor.parse(cursor), limit + 1)
                .map(found -> page(found, limit));
    }

    /** Out of the quota, to somebody who is in a community that the caller owns or serves. */
    @POST
    @Path("/{id}/gifts")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Hand on a coupon to a member of an own community")
    @APIResponse(
            responseCode = "201",
            description = "It was given",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = HandedOnView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the quota is not the caller's")
    @APIResponse(
            responseCode = "409",
            description = "COUPON_QUOTA_USED_UP, COUPON_GONE, COUPON_LIMIT_REACHED, REQUEST_IN_FLIGHT")
    @APIResponse(responseCode = "422", description = "COUPON_OUTSIDE_CIRCLE, IDEMPOTENCY_MISMATCH")
    public Uni<Response> handOn(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull HandOnRequest request) {
        return idempotency.once(
                caller.id(),
                "coupon-quotas.hand-on",
                IdempotencyKey.of(key),
                List.of(id, request),
                CREATED,
                tx -> quotas.handOn(tx, new MemberId(caller.id()), id, new MemberId(request.memberId()))
                        .map(HandedOnView::of));
    }

    private static Page<QuotaView> page(List<Quota> found, int limit) {
        var shown = found.stream().limit(limit).toList();
        var next = found.size() > limit
                ? new Cursor(shown.getLast().changedAt(), shown.getLast().id()).encode()
                : null;
        return new Page<>(shown.stream().map(QuotaView::of).toList(), next);
    }
}
