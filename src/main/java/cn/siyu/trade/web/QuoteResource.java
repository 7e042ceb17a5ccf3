package cn.siyu.trade.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.Coupons;
import cn.siyu.trade.app.PriceBasket;
import cn.siyu.trade.app.PriceBasket.CouponWish;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a purchase would cost. */
@Path("/api/mp/v1/order-quotes")
@Tag(name = "orders")
public class QuoteResource {

    private final PriceBasket basket;
    private final Caller caller;

    QuoteResource(PriceBasket basket, Caller caller) {
        this.basket = basket;
        this.caller = caller;
    }

    /** What the member thinks of buying. */
    @Schema(name = "OrderQuoteRequest")
    public record QuoteRequest(
            @NotNull @Size(min = 1, max = 100) List<@Valid @NotNull BasketRequest> lines,

            @Schema(description = "Where to: without it there is no freight yet") @Nullable
            UUID addressId,

            @Schema(description = "SKUs whose exclusion from the seven-day return the buyer has confirmed")
            @Nullable
            @Size(max = 100)
            List<@NotNull UUID> acknowledgements,

            @Schema(description = "Coupons to use") @Nullable @Size(max = Coupons.MOST_TOGETHER)
            List<@NotNull UUID> couponIds,

            @Schema(description = "Use the coupons that take the most off together, instead of couponIds")
            boolean bestCoupons) {

        CouponWish coupons() {
            return new CouponWish(BasketRequest.coupons(couponIds), bestCoupons, true);
        }
    }

    /** Prices, freight and totals of a purchase, good for ten minutes unless something changes. */
    @POST
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Quote a purchase")
    @APIResponse(responseCode = "200", description = "The quote with its hash")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the address or a coupon is not one of the member")
    @APIResponse(
            responseCode = "422",
            description =
                    "NOT_FOR_SALE, REGION_NOT_DELIVERED, COUPON_NOT_USABLE; errors name the lines, or the coupons with the reasons")
    public Uni<QuoteView> quote(@Valid @NotNull QuoteRequest request) {
        return basket.price(BasketRequest.basket(
                        new MemberId(caller.id()),
                        request.lines(),
                        request.addressId(),
                        request.acknowledgements(),
                        request.coupons()))
                .map(priced -> QuoteView.of(priced.quote(), priced.advice()));
    }
}
