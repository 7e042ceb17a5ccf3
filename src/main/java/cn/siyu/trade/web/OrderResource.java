package cn.siyu.trade.web;

import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.member.MemberId;
import cn.siyu.payment.Payments.Prepared;
import cn.siyu.promotion.Coupons;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.app.CancelOrder;
import cn.siyu.trade.app.MoveOrderOn;
import cn.siyu.trade.app.PlaceOrder;
import cn.siyu.trade.app.PriceBasket.CouponWish;
import cn.siyu.trade.app.ReadOrders;
import cn.siyu.trade.app.StartPayment;
import cn.siyu.trade.domain.NewOrder;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.store.OrderPages.Card;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A member's orders: placed, paid, called off, received. Anybody else's are not there. */
@Path("/api/mp/v1/orders")
@Tag(name = "orders")
public class OrderResource {

    private final PlaceOrder placeOrder;
    private final StartPayment startPayment;
    private final CancelOrder cancelOrder;
    private final MoveOrderOn moveOn;
    private final ReadOrders orders;
    private final Caller caller;
    private final ShopClock clock;

    OrderResource(
            PlaceOrder placeOrder,
            StartPayment startPayment,
            CancelOrder cancelOrder,
            MoveOrderOn moveOn,
            ReadOrders orders,
            Caller caller,
            ShopClock clock) {
        this.placeOrder = placeOrder;
        this.startPayment = startPayment;
        this.cancelOrder = cancelOrder;
        this.moveOn = moveOn;
        this.orders = orders;
        this.caller = caller;
        this.clock = clock;
    }

    /** What was quoted, and the hash of the quote. */
    @Schema(name = "OrderRequest")
    public record OrderRequest(
            @NotNull @Size(min = 1, max = 100) List<@Valid @NotNull BasketRequest> lines,
            @NotNull UUID addressId,

            @Schema(description = "As in the quote") @Nullable @Size(max = 100)
            List<@NotNull UUID> acknowledgements,

            @Schema(description = "As in the quote") @Nullable @Size(max = Coupons.MOST_TOGETHER)
            List<@NotNull UUID> couponIds,

            @NotNull @Size(min = 1, max = 100) String quoteHash,

            @Schema(description = "Take these SKUs out of the cart")
            boolean fromCart,

            @Schema(description = "The code of the distributor who recommended it") @Nullable @Size(max = 32)
            String promoCode) {}

    /** A placed order, waiting for its payment. */
    @Schema(name = "OrderPlacedView")
    record OrderPlacedView(UUID id, String orderNo, OrderState.Kind state, long totalFen, Instant payBy) {
        static OrderPlacedView of(NewOrder placed) {
            var order = placed.order();
            return new OrderPlacedView(
                    order.id().value(),
                    order.number(),
                    order.kind(),
                    order.money().total().fen(),
                    placed.payBy());
        }
    }

    /** What {@code wx.requestPayment} wants, or that there is nothing to pay. */
    @Schema(name = "OrderPaymentView")
    record OrderPaymentView(
            @Schema(description = "PREPARED: hand the rest to wx.requestPayment; PAID: there was nothing to pay")
            String state,

            @Nullable UUID paymentId,
            @Nullable String timeStamp,
            @Nullable String nonceStr,
            @JsonProperty("package") @Nullable String packageValue,
            @Nullable String signType,
            @Nullable String paySign,
            @Nullable Instant expiresAt) {

        static OrderPaymentView of(Optional<Prepared> prepared) {
            return prepared.map(OrderPaymentView::of)
                    .orElseGet(() -> new OrderPaymentView("PAID", null, null, null, null, null, null, null));
        }

        private static OrderPaymentView of(Prepared prepared) {
            var invocation = prepared.invocation();
            return new OrderPaymentView(
                    "PREPARED",
                    prepared.payment(),
                    invocation.timeStamp(),
                    invocation.nonceStr(),
                    invocation.packageValue(),
                    invocation.signType(),
                    invocation.paySign(),
                    prepared.expiresAt());
        }
    }

    /** Places what was quoted at the price of the quote. A repetition with the same key gets the same answer. */
    @POST
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Place an order")
    @APIResponse(
            responseCode = "201",
            description = "The order; its stock is held until payBy",
            content =
                    @Content(mediaType = "application/json", schema = @Schema(implementation = OrderPlacedView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the address or a coupon is not one of the member")
    @APIResponse(
            responseCode = "409",
            description =
                    "PRICE_CHANGED with the new quote as member quote; STOCK_SHORT; COUPON_TAKEN; REQUEST_IN_FLIGHT")
    @APIResponse(
            responseCode = "422",
            description =
                    "NOT_FOR_SALE, REGION_NOT_DELIVERED, PURCHASE_LIMIT, PROMO_CODE_UNKNOWN, COUPON_NOT_USABLE with the"
                            + " reasons, IDEMPOTENCY_MISMATCH")
    @APIResponse(
            responseCode = "503",
            description =
                    "TEMPORARILY_UNAVAILABLE: more ask than can be served, and nothing was written; Retry-After says when to repeat")
    public Uni<Response> place(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key, @Valid @NotNull OrderRequest request) {
        var basket = BasketRequest.basket(
                member(),
                request.lines(),
                request.addressId(),
                request.acknowledgements(),
                new CouponWish(BasketRequest.coupons(request.couponIds()), false, false));
        return placeOrder.place(
                IdempotencyKey.of(key),
                request,
                new PlaceOrder.Command(
                        basket, request.quoteHash(), request.fromCart(), Optional.ofNullable(request.promoCode())),
                OrderPlacedView::of,
                QuoteView::of);
    }

    /** The newest first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List own orders")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Page<OrderCardView>> list(
            @QueryParam("state") OrderState.@Nullable Kind state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return orders.ownPage(member(), state, Cursor.parse(cursor), limit + 1).map(cards -> page(cards, limit));
    }

    /** One order with its lines, address and refunds. */
    @GET
    @Path("/{id}")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See an own order")
    @APIResponse(responseCode = "200", description = "The order")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<OrderView> see(@PathParam("id") UUID id) {
        return orders.own(member(), new OrderId(id)).map(this::view);
    }

    /** The same order is prepared once; a repetition continues the same payment (E2). */
    @POST
    @Path("/{id}/payments")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Start paying an own order")
    @APIResponse(responseCode = "200", description = "What wx.requestPayment wants")
    @APIResponse(responseCode = "400", description = "IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, PAY_WINDOW_OVER")
    @APIResponse(responseCode = "503", description = "TEMPORARILY_UNAVAILABLE: WeChat does not answer")
    public Uni<OrderPaymentView> pay(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key, @PathParam("id") UUID id) {
        // Only its form is looked at: the order itself makes a repetition harmless, and the answer is signed anew each
        // time.
        var _ = IdempotencyKey.of(key);
        return startPayment.start(member(), new OrderId(id)).map(OrderPaymentView::of);
    }

    /** Unpaid it ends at once; paid and unshipped it is refunded in full. Repeating it changes nothing. */
    @POST
    @Path("/{id}/cancel")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Call an own order off")
    @APIResponse(responseCode = "200", description = "The order as it is now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED: something has been shipped, or it was just paid")
    @APIResponse(responseCode = "503", description = "TEMPORARILY_UNAVAILABLE: WeChat does not answer, try again")
    public Uni<OrderView> cancel(@PathParam("id") UUID id) {
        return cancelOrder.cancel(member(), new OrderId(id)).chain(() -> see(id));
    }

    /** The goods have arrived: the seven days for returning begin tomorrow. */
    @POST
    @Path("/{id}/confirm-receipt")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Confirm the receipt of an own order")
    @APIResponse(responseCode = "200", description = "The order as it is now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<OrderView> confirmReceipt(@PathParam("id") UUID id) {
        return moveOn.confirmReceipt(member(), new OrderId(id)).chain(() -> see(id));
    }

    /** The parcels of one order. */
    @GET
    @Path("/{id}/shipments")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See the parcels of an own order")
    @APIResponse(responseCode = "200", description = "All parcels")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Page<ShipmentView>> shipments(@PathParam("id") UUID id) {
        return orders.ownParcels(member(), new OrderId(id))
                .map(parcels ->
                        new Page<>(parcels.stream().map(ShipmentView::of).toList(), null));
    }

    private MemberId member() {
        return new MemberId(caller.id());
    }

    private OrderView view(ReadOrders.Detail detail) {
        return OrderView.of(detail, OrderView.Address.of(detail.address()), clock.instant());
    }

    private static Page<OrderCardView> page(List<Card> cards, int limit) {
        var shown = cards.stream().limit(limit).map(OrderCardView::of).toList();
        return new Page<>(shown, cards.size() > limit ? cursorOf(cards.get(limit - 1)) : null);
    }

    private static String cursorOf(Card card) {
        return new Cursor(card.placedAt(), card.id()).encode();
    }
}
