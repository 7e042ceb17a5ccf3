package cn.siyu.trade.web;

import cn.siyu.catalog.SkuCard;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.member.MemberId;
import cn.siyu.trade.app.Carts;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A member's cart. */
@Path("/api/mp/v1/cart")
@Tag(name = "cart")
public class CartResource {

    private final Carts carts;
    private final Caller caller;

    CartResource(Carts carts, Caller caller) {
        this.carts = carts;
        this.caller = caller;
    }

    /** The whole cart, as it is to be. */
    @Schema(name = "CartRequest")
    public record CartRequest(@NotNull @Size(max = 100) List<@Valid @NotNull BasketRequest> lines) {}

    /** How many units of a line. */
    @Schema(name = "CartQuantityRequest")
    public record QuantityRequest(@Min(1) @Max(999) int quantity) {}

    /** The cart with today's prices; {@code goodsFen} adds up the lines that can be bought. */
    @Schema(name = "CartView")
    record CartView(List<Line> lines, long goodsFen) {

        /** One SKU; a line that is not available cannot be ordered at the moment and says so. */
        @Schema(name = "CartLineView")
        record Line(
                UUID id,
                UUID skuId,
                @Nullable String title,
                @Nullable String specText,
                @Nullable String imageUrl,
                int quantity,

                @Schema(description = "Absent when it has no price") @Nullable
                Long unitPriceFen,

                Availability availability,
                boolean available,

                @Schema(description = "How many units may be bought at all")
                List<PurchaseLimitView> limits) {

            static Line of(Carts.Line line) {
                return new Line(
                        line.item().id(),
                        line.item().sku().value(),
                        line.card().map(SkuCard::title).orElse(null),
                        line.card().map(SkuCard::specText).orElse(null),
                        line.card().flatMap(SkuCard::imageUrl).orElse(null),
                        line.item().quantity(),
                        line.price().map(tag -> tag.amount().fen()).orElse(null),
                        line.availability(),
                        line.available(),
                        line.limits().stream().map(PurchaseLimitView::of).toList());
            }
        }

        static CartView of(List<Carts.Line> lines) {
            var goods = Money.sum(lines.stream()
                    .filter(Carts.Line::available)
                    .map(line -> line.price()
                            .orElseThrow()
                            .amount()
                            .times(line.item().quantity()))
                    .toList());
            return new CartView(lines.stream().map(Line::of).toList(), goods.fen());
        }
    }

    /** Every line with its price and availability of this moment. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See the cart")
    @APIResponse(responseCode = "200", description = "The cart")
    public Uni<CartView> see() {
        return carts.show(member()).map(CartView::of);
    }

    /** Lines of the same SKU become one. */
    @PUT
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Replace the cart")
    @APIResponse(responseCode = "200", description = "The cart")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "422", description = "NOT_FOR_SALE")
    public Uni<CartView> replace(@Valid @NotNull CartRequest request) {
        return carts.replace(
                        member(),
                        request.lines().stream().map(BasketRequest::wanted).toList())
                .map(CartView::of);
    }

    /** A SKU that is in the cart already gets more units. */
    @POST
    @Path("/items")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Put into the cart")
    @APIResponse(responseCode = "200", description = "The cart")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "422", description = "NOT_FOR_SALE, CART_FULL")
    public Uni<CartView> add(@Valid @NotNull BasketRequest request) {
        return carts.add(member(), request.wanted()).map(CartView::of);
    }

    /** Sets the number of units. */
    @PUT
    @Path("/items/{id}")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Change a line of the cart")
    @APIResponse(responseCode = "200", description = "The cart")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<CartView> change(@PathParam("id") UUID id, @Valid @NotNull QuantityRequest request) {
        return carts.change(member(), id, request.quantity()).map(CartView::of);
    }

    /** Takes a line out. */
    @DELETE
    @Path("/items/{id}")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Take a line out of the cart")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Void> remove(@PathParam("id") UUID id) {
        return carts.remove(member(), id);
    }

    private MemberId member() {
        return new MemberId(caller.id());
    }
}
