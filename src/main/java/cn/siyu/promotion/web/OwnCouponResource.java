package cn.siyu.promotion.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.app.ClaimCoupons;
import cn.siyu.promotion.domain.Coupon;
import cn.siyu.promotion.store.CouponStore.Card;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A member's own coupons. */
@Path("/api/mp/v1/me/coupons")
@Tag(name = "coupons")
public class OwnCouponResource {

    private final ClaimCoupons coupons;
    private final Caller caller;
    private final ShopClock clock;

    OwnCouponResource(ClaimCoupons coupons, Caller caller, ShopClock clock) {
        this.coupons = coupons;
        this.caller = caller;
        this.clock = clock;
    }

    /** The last received first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List own coupons")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Page<CouponView>> list(
            @QueryParam("state") Coupon.@Nullable State state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return coupons.own(new MemberId(caller.id()), state, Cursor.parse(cursor), limit + 1)
                .map(found -> page(found, limit));
    }

    private Page<CouponView> page(List<Card> found, int limit) {
        var now = clock.instant();
        var shown = found.stream().limit(limit).toList();
        var next = found.size() > limit
                ? new Cursor(
                                shown.getLast().receivedAt(),
                                shown.getLast().coupon().id().value())
                        .encode()
                : null;
        return new Page<>(shown.stream().map(card -> CouponView.of(card, now)).toList(), next);
    }
}
