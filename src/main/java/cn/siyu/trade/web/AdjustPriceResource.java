package cn.siyu.trade.web;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.app.AdjustPrice;
import cn.siyu.trade.app.AdjustPrice.Wish;
import cn.siyu.trade.domain.PriceAdjustment.Price;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Staff change what an unpaid order costs. */
@Path("/api/admin/v1/orders/{id}/price-adjustments")
@Tag(name = "admin orders")
public class AdjustPriceResource {

    /** A hundred million yuan: no order costs as much. */
    private static final long MOST = 10_000_000_000L;

    private final AdjustPrice adjust;
    private final Caller caller;

    AdjustPriceResource(AdjustPrice adjust, Caller caller) {
        this.adjust = adjust;
        this.caller = caller;
    }

    /** What the order costs from now on; {@code version} is that of the order that was looked at. */
    @Schema(name = "PriceAdjustmentRequest")
    public record PriceAdjustmentRequest(
            @Min(0) @Max(MOST) long goodsFen,
            @Min(0) @Max(MOST) long freightFen,
            @NotBlank @Size(max = 200) String reason,
            @Min(0) long version) {}

    /** Done at once, or PROPOSED when it changes more than one person may decide. The version makes a repetition harmless. */
    @POST
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.FINANCE})
    @Operation(summary = "Change the price of an unpaid order")
    @APIResponse(responseCode = "200", description = "The adjustment")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, ADJUSTMENT_PROPOSED")
    @APIResponse(responseCode = "422", description = "PRICE_FIXED, PRICE_TOO_LOW, PRICE_TOO_HIGH")
    @APIResponse(responseCode = "503", description = "TEMPORARILY_UNAVAILABLE: WeChat does not answer, try again")
    public Uni<PriceAdjustmentView> adjust(@PathParam("id") UUID id, @Valid @NotNull PriceAdjustmentRequest request) {
        var price = new Price(new Money(request.goodsFen()), new Money(request.freightFen()));
        return adjust.adjust(new OrderId(id), new Wish(price, request.reason(), request.version(), caller.actor()))
                .map(PriceAdjustmentView::of);
    }
}
