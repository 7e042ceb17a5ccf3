package cn.siyu.promotion.web;

import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.app.ClaimDrops;
import cn.siyu.promotion.app.ClaimDrops.Offered;
import cn.siyu.promotion.domain.ClaimBar;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Coupons that were dropped into a chat group, as its members open and claim them. */
@Path("/api/mp/v1/coupon-drops/{id}")
@Tag(name = "coupons")
public class DropResource {

    private static final int CREATED = 201;

    private final ClaimDrops drops;
    private final Idempotency idempotency;
    private final Caller caller;
    private final ShopClock clock;

    DropResource(ClaimDrops drops, Idempotency idempotency, Caller caller, ShopClock clock) {
        this.drops = drops;
        this.idempotency = idempotency;
        this.caller = caller;
        this.clock = clock;
    }

    /** What was dropped, and why the caller can have nothing of it. */
    @Schema(name = "CouponDropOfferView")
    record OfferView(
            UUID id,
            String name,
            String note,
            BenefitView benefit,
            ScopeView scope,
            long thresholdFen,
            ValidityView validity,
            Instant opensAt,
            Instant closesAt,
            int units,
            int left,
            int perMember,

            @Schema(description = "How many of this drop the caller has had")
            int mine,

            boolean claimable,

            @Schema(description = "Why it cannot be claimed now; absent when it can") @Nullable
            ClaimBar reason) {

        static OfferView of(Offered offered) {
            var drop = offered.drop();
            var terms = drop.template().terms();
            return new OfferView(
                    drop.id(),
                    terms.name(),
                    terms.note(),
                    BenefitView.of(terms.benefit()),
                    ScopeView.of(terms.scope()),
                    terms.threshold().fen(),
                    ValidityView.of(terms.validity()),
                    drop.plan().window().from(),
                    drop.plan().window().until(),
                    drop.plan().units(),
                    offered.left(),
                    drop.plan().perMember(),
                    offered.mine(),
                    offered.bar().isEmpty(),
                    offered.bar().orElse(null));
        }
    }

    /** Whoever has the link may look; who is not in the community is told so. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See coupons dropped into a chat group")
    @APIResponse(responseCode = "200", description = "What was dropped")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<OfferView> see(@PathParam("id") UUID id) {
        return drops.see(id, new MemberId(caller.id())).map(OfferView::of);
    }

    /** Members of the community only; the first ones have them. */
    @POST
    @Path("/claim")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Claim a coupon dropped into a chat group")
    @APIResponse(
            responseCode = "201",
            description = "The coupon",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = CouponView.class)))
    @APIResponse(responseCode = "400", description = "IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "403", description = "COUPON_COMMUNITY_ONLY")
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
                "coupon-drops.claim",
                IdempotencyKey.of(key),
                id,
                CREATED,
                tx -> drops.claim(tx, member, id).map(coupon -> CouponView.of(coupon, null, clock.instant())));
    }
}
