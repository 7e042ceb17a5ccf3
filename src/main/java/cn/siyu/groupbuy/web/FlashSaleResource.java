package cn.siyu.groupbuy.web;

import cn.siyu.catalog.SkuId;
import cn.siyu.channel.PriceTag;
import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.app.ReadFlash;
import cn.siyu.groupbuy.app.ReadFlash.Read;
import cn.siyu.groupbuy.app.ReadWish.Wish;
import cn.siyu.groupbuy.app.ShowFlashSales;
import cn.siyu.groupbuy.app.TakeFlash;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.FlashSale;
import cn.siyu.groupbuy.domain.FlashSaleProblem;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.page.PublicAnswers;
import cn.siyu.kernel.page.PublicContent;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.member.MemberId;
import cn.siyu.trade.Orders.Placed;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Flash sales for members: the sessions, one of them, what it costs, buying in it (B26). */
@Path("/api/mp/v1/flash-sales")
@Tag(name = "flash sales")
public class FlashSaleResource {

    private final ShowFlashSales sales;
    private final ReadFlash quotes;
    private final TakeFlash takeFlash;
    private final PublicAnswers answers;
    private final Caller caller;
    private final ShopClock clock;

    FlashSaleResource(
            ShowFlashSales sales,
            ReadFlash quotes,
            TakeFlash takeFlash,
            PublicAnswers answers,
            Caller caller,
            ShopClock clock) {
        this.sales = sales;
        this.quotes = quotes;
        this.takeFlash = takeFlash;
        this.answers = answers;
        this.caller = caller;
        this.clock = clock;
    }

    /** A session in the list. */
    @Schema(name = "FlashSaleCardView")
    record CardView(UUID id, String name, ActivityState state, int items, Instant startsAt, Instant endsAt) {
        static CardView of(FlashSale sale) {
            return new CardView(
                    sale.id().value(),
                    sale.plan().name(),
                    sale.state(),
                    sale.plan().items().size(),
                    sale.plan().startsAt(),
                    sale.plan().endsAt());
        }
    }

    /** Sessions in their order. */
    @Schema(name = "FlashSaleCards")
    record CardsView(List<CardView> items) {}

    /** What a member thinks of buying. */
    @Schema(name = "FlashQuoteRequest")
    public record QuoteRequest(
            @NotNull UUID skuId,
            @Min(1) @Max(999) int quantity,
            @NotNull UUID addressId) {

        private Wish wish(MemberId member) {
            return new Wish(member, new SkuId(skuId), quantity, addressId, false, Optional.empty(), List.of());
        }
    }

    /** What it would cost, and the condition that must be shown before paying. */
    @Schema(name = "FlashQuoteView")
    record QuoteView(
            long unitFen,
            long goodsFen,
            long freightFen,
            long totalFen,
            String condition,

            @Nullable @Schema(description = "Why the caller gets nothing: FLASH_SALE_AUDIENCE")
            String refusedAs,

            Instant serverTime) {

        static QuoteView of(Read read, Instant now) {
            return new QuoteView(
                    read.item().price().fen(),
                    read.goods().fen(),
                    read.freight().fen(),
                    read.total().fen(),
                    ReadFlash.condition(read.sale().plan()),
                    read.inAudience() ? null : FlashSaleProblem.FLASH_SALE_AUDIENCE.code(),
                    now);
        }
    }

    /** What a member buys, and the total that he was shown. */
    @Schema(name = "FlashOrderRequest")
    public record OrderRequest(
            @NotNull UUID skuId,
            @Min(1) @Max(999) int quantity,
            @NotNull UUID addressId,

            @Min(0) @Schema(description = "As in the quote; another total is refused as PRICE_CHANGED")
            long agreedTotalFen,

            @Schema(description = "The buyer has confirmed that the SKU is excluded from the seven-day return (L1)")
            boolean exclusionAcknowledged,

            @Nullable @Size(min = 1, max = 32) @Schema(description = "Of the distributor whom the buyer names")
            String promoCode) {

        private TakeFlash.Command command(IdempotencyKey key, UUID sale, MemberId member) {
            var wish = new Wish(
                    member,
                    new SkuId(skuId),
                    quantity,
                    addressId,
                    exclusionAcknowledged,
                    Optional.ofNullable(promoCode),
                    List.of());
            return new TakeFlash.Command(key, new Asked(sale, this), wish, new Money(agreedTotalFen));
        }
    }

    /** What decides the effect together with the key. */
    private record Asked(UUID id, OrderRequest request) {}

    /** An order that was placed: its units are the buyer's until {@code payBy}. */
    @Schema(name = "FlashOrderPlacedView")
    record PlacedView(
            UUID orderId,
            String orderNo,
            long goodsFen,
            long freightFen,
            long totalFen,
            Instant payBy,
            Instant serverTime) {

        static PlacedView of(Placed order, Instant now) {
            return new PlacedView(
                    order.order(),
                    order.orderNo(),
                    order.goods().fen(),
                    order.freight().fen(),
                    order.goods().plus(order.freight()).fen(),
                    order.payBy(),
                    now);
        }
    }

    /** Those that run now and those of the next two days, the first to begin first. */
    @GET
    @PermitAll
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "List the sessions of flash sales")
    @APIResponse(
            responseCode = "200",
            description = "The first of them; the time of the answer is in Server-Time",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CardsView.class)))
    @APIResponse(responseCode = "304", description = "What If-None-Match names is still so")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Response> list(@QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return answers.answer(
                "flash-sales:" + limit,
                "/api/mp/v1/flash-sales",
                // Which of them are near is the clock's to say.
                () -> sales.sessions(limit)
                        .map(found -> PublicContent.of(
                                new CardsView(found.stream().map(CardView::of).toList()), "flash-sales")));
    }

    /** One that is announced, runs or ran; count down from Server-Time. */
    @GET
    @Path("/{id}")
    @PermitAll
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "See a flash sale")
    @APIResponse(
            responseCode = "200",
            description = "The session with its goods; the time of the answer is in Server-Time",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FlashPageView.class)))
    @APIResponse(responseCode = "304", description = "What If-None-Match names is still so")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Response> see(@PathParam("id") UUID id) {
        return answers.answer(
                "flash:" + id,
                "/api/mp/v1/flash-sales/{id}",
                () -> sales.shown(new FlashSaleId(id))
                        .map(page -> PublicContent.of(
                                        FlashPageView.of(page), Changes.topic("flash", id), Changes.topic("left", id))
                                .and(Goods.topics(page.skus(), page.cards().values()))
                                .until(PriceTag.allUntil(page.skus(), page.ordinary()))));
    }

    /** Price, freight and condition; nothing is held. */
    @POST
    @Path("/{id}/quotes")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Quote a purchase in a flash sale")
    @APIResponse(responseCode = "200", description = "The quote")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the sale or the address")
    @APIResponse(
            responseCode = "422",
            description = "FLASH_SALE_QUANTITY, FLASH_SALE_REGULATED, NOT_FOR_SALE, REGION_NOT_DELIVERED")
    public Uni<QuoteView> quote(@PathParam("id") UUID id, @Valid @NotNull QuoteRequest request) {
        return quotes.read(new FlashSaleId(id), request.wish(new MemberId(caller.id())))
                .map(read -> QuoteView.of(read, clock.instant()));
    }

    /** The units are held before they are paid: whoever comes too late is told so and pays nothing. */
    @POST
    @Path("/{id}/orders")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Buy in a flash sale")
    @APIResponse(
            responseCode = "201",
            description = "The order; pay it until payBy",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PlacedView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the sale or the address")
    @APIResponse(
            responseCode = "409",
            description =
                    "STOCK_SHORT, FLASH_SALE_NOT_RUNNING, FLASH_SALE_LIMIT, PRICE_CHANGED with the right totalFen,"
                            + " REQUEST_IN_FLIGHT")
    @APIResponse(
            responseCode = "422",
            description = "FLASH_SALE_QUANTITY, FLASH_SALE_AUDIENCE, FLASH_SALE_REGULATED, NOT_FOR_SALE,"
                    + " REGION_NOT_DELIVERED, PROMO_CODE_UNKNOWN, IDEMPOTENCY_MISMATCH")
    @APIResponse(
            responseCode = "503",
            description =
                    "TEMPORARILY_UNAVAILABLE: more ask than can be served, and nothing was written; Retry-After says when to repeat")
    public Uni<Response> order(
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull OrderRequest request) {
        var command = request.command(IdempotencyKey.of(key), id, new MemberId(caller.id()));
        return takeFlash.take(new FlashSaleId(id), command, order -> PlacedView.of(order, clock.instant()));
    }
}
