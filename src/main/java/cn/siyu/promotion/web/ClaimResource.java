package cn.siyu.promotion.web;

import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.app.ClaimCoupons;
import cn.siyu.promotion.app.ClaimCoupons.Offered;
import cn.siyu.promotion.domain.ClaimBar;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The claim page (领券中心). */
@Path("/api/mp/v1/coupon-templates")
@Tag(name = "coupons")
public class ClaimResource {

    private static final int CREATED = 201;

    private final ClaimCoupons coupons;
    private final Idempotency idempotency;
    private final Caller caller;
    private final ShopClock clock;

    ClaimResource(ClaimCoupons coupons, Idempotency idempotency, Caller caller, ShopClock clock) {
        this.coupons = coupons;
        this.idempotency = idempotency;
        this.caller = caller;
        this.clock = clock;
    }

    /** A coupon on the claim page, and why the caller cannot have it. */
    @Schema(name = "CouponOfferView")
    record OfferView(
            UUID id,
            String name,
            String note,
            BenefitView benefit,
            ScopeView scope,
            long thresholdFen,
            ValidityView validity,
            Instant claimFrom,
            Instant claimUntil,
            int perPerson,

            @Schema(description = "How many the caller has had")
            int mine,

            boolean claimable,

            @Schema(description = "Why it cannot be claimed now; absent when it can") @Nullable
            ClaimBar reason) {

        static OfferView of(Offered offered) {
            var terms = offered.template().terms();
            return new OfferView(
                    offered.template().id().value(),
                    terms.name(),
                    terms.note(),
                    BenefitView.of(terms.benefit()),
                    ScopeView.of(terms.scope()),
                    terms.threshold().fen(),
                    ValidityView.of(terms.validity()),
                    terms.claimFrom(),
                    terms.claimUntil(),
                    terms.giving().perPerson(),
                    offered.mine(),
                    offered.bar().isEmpty(),
                    offered.bar().orElse(null));
        }
    }

    /** The newest first, with what cannot be claimed at the moment and why. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List coupons to claim")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Page<OfferView>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return coupons.page(new MemberId(caller.id()), Cursor.parse(cursor), limit + 1)
                .map(found -> page(found, limit));
    }

    /** Of several who want the last one, one gets it. */
    @POST
    @Path("/{id}/claim")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Claim a coupon")
    @APIResponse(
            responseCode = "201",
            description = "The coupon",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CouponView.class)))
    @APIResponse(responseCode = "400", description = "IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(
            responseCode = "409",
            description = "COUPON_NOT_CLAIMABLE, COUPON_LIMIT_REACHED, COUPON_GONE, each with a reason;"
                    + " REQUEST_IN_FLIGHT")
    @APIResponse(responseCode = "422", description = "IDEMPOTENCY_MISMATCH")
    public Uni<Response> claim(@HeaderParam(IdempotencyKey.HEADER) @Nullable String key, @PathParam("id") UUID id) {
        var member = new MemberId(caller.id());
        return idempotency.once(
                member.value(),
                "coupons.claim",
                IdempotencyKey.of(key),
                id,
                CREATED,
                tx -> coupons.claim(tx, member, new CouponTemplateId(id))
                        .map(coupon -> CouponView.of(coupon, null, clock.instant())));
    }

    private static Page<OfferView> page(List<Offered> found, int limit) {
        var shown = found.stream().limit(limit).toList();
        var next = found.size() > limit
                ? new Cursor(
                                shown.getLast().template().createdAt(),
                                shown.getLast().template().id().value())
                        .encode()
                : null;
        return new Page<>(shown.stream().map(OfferView::of).toList(), next);
    }
}
