package cn.siyu.groupbuy.web;

import cn.siyu.catalog.SkuId;
import cn.siyu.channel.PriceTag;
import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.app.QuoteSeat;
import cn.siyu.groupbuy.app.QuoteSeat.SeatQuote;
import cn.siyu.groupbuy.app.ReadWish.Wish;
import cn.siyu.groupbuy.app.ShowActivities;
import cn.siyu.groupbuy.app.ShowOpenGroups;
import cn.siyu.groupbuy.app.TakeSeat;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.page.PublicAnswers;
import cn.siyu.kernel.page.PublicContent;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.Coupons;
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

/** Group-buy activities for members: what runs, what it costs, opening a group. */
@Path("/api/mp/v1/group-buys")
@Tag(name = "group buys")
public class ActivityResource {

    private final ShowActivities activities;
    private final ShowOpenGroups groups;
    private final QuoteSeat quotes;
    private final TakeSeat takeSeat;
    private final Progress progress;
    private final PublicAnswers answers;
    private final Caller caller;
    private final ShopClock clock;

    ActivityResource(
            ShowActivities activities,
            ShowOpenGroups groups,
            QuoteSeat quotes,
            TakeSeat takeSeat,
            Progress progress,
            PublicAnswers answers,
            Caller caller,
            ShopClock clock) {
        this.activities = activities;
        this.groups = groups;
        this.quotes = quotes;
        this.takeSeat = takeSeat;
        this.progress = progress;
        this.answers = answers;
        this.caller = caller;
        this.clock = clock;
    }

    /** Group buys that run. */
    @Schema(name = "GroupBuyCards")
    record CardsView(List<ActivityCardView> items) {}

    /** What a member thinks of buying. */
    @Schema(name = "SeatQuoteRequest")
    public record QuoteRequest(
            @NotNull UUID skuId,
            @Min(1) @Max(999) int quantity,
            @NotNull UUID addressId,

            @Nullable @Schema(description = "The group that would be joined; absent: a new one")
            UUID buyGroupId,

            @Nullable
            @Size(max = Coupons.MOST_TOGETHER)
            @Schema(description = "Coupons that are to be used on top of the group price")
            List<@NotNull UUID> couponIds) {

        private Wish wish(MemberId member) {
            return new Wish(
                    member,
                    new SkuId(skuId),
                    quantity,
                    addressId,
                    false,
                    Optional.empty(),
                    SeatRequest.couponIds(couponIds));
        }
    }

    /** What a place would cost, and the condition that must be shown before paying. */
    @Schema(name = "SeatQuoteView")
    record QuoteView(
            long unitFen,

            @Schema(description = "What coupons take off goods and freight")
            long discountFen,

            long goodsFen,
            long freightFen,
            long totalFen,

            @Schema(description = "Group condition, refunded in full if not filled (L3)")
            String condition,

            @Nullable
            @Schema(description = "Why the caller gets no place: GROUP_BUY_AUDIENCE, GROUP_BUY_NEW_MEMBERS_ONLY")
            String refusedAs,

            Instant serverTime) {

        static QuoteView of(SeatQuote quote, Instant now) {
            var read = quote.read();
            return new QuoteView(
                    read.offer().price().fen(),
                    read.discount().fen(),
                    read.goods().fen(),
                    read.freight().fen(),
                    read.total().fen(),
                    quote.condition(),
                    read.notForHim().map(Enum::name).orElse(null),
                    now);
        }
    }

    /** Those that run now, the soonest to end first. */
    @GET
    @PermitAll
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "List running group buys")
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
                "activities:" + limit,
                "/api/mp/v1/group-buys",
                // Which of them run is the clock's to say.
                () -> activities
                        .running(limit)
                        .map(shelf -> PublicContent.of(new CardsView(ActivityCardView.of(shelf)), "activities")));
    }

    /** One that runs or ran. */
    @GET
    @Path("/{id}")
    @PermitAll
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "See a group buy")
    @APIResponse(
            responseCode = "200",
            description = "The activity; the time of the answer is in Server-Time",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActivityPageView.class)))
    @APIResponse(responseCode = "304", description = "What If-None-Match names is still so")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Response> see(@PathParam("id") UUID id) {
        return answers.answer(
                "activity:" + id,
                "/api/mp/v1/group-buys/{id}",
                () -> activities
                        .shown(new ActivityId(id))
                        .map(page -> PublicContent.of(
                                        ActivityPageView.of(page),
                                        Changes.topic("activity", id),
                                        Changes.topic("left", id))
                                .and(Goods.topics(page.skus(), page.cards().values()))
                                .until(PriceTag.allUntil(page.skus(), page.single()))));
    }

    /** What is left of it, for as long as it runs: each event says how it stands. */
    @GET
    @Path("/{id}/progress")
    @PermitAll
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "Watch a group buy")
    @APIResponse(
            responseCode = "200",
            description = "Events; the newest state replaces all before it, the id is its version",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = Progress.ActivityProgressView.class)))
    @APIResponse(responseCode = "204", description = "It is over and Last-Event-ID is its last state")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST: a Last-Event-ID that is none of ours")
    @APIResponse(responseCode = "429", description = "TOO_MANY_REQUESTS: the caller watches enough")
    @APIResponse(responseCode = "503", description = "TEMPORARILY_UNAVAILABLE: too many watch here")
    public Uni<Void> watch(
            @PathParam("id") UUID id, @HeaderParam("Last-Event-ID") @Nullable @Size(max = 64) String known) {
        return progress.activities().watch(id, known);
    }

    /** Groups that the caller can join: not his own, the soonest to run out first, at most twenty (B21). */
    @GET
    @Path("/{id}/open-buy-groups")
    @PermitAll
    @Operation(summary = "List open groups of a group buy")
    @APIResponse(responseCode = "200", description = "At most twenty")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Timed<OpenGroupView>> openGroups(@PathParam("id") UUID id) {
        var asking = caller.is(Role.MEMBER) ? Optional.of(new MemberId(caller.id())) : Optional.<MemberId>empty();
        return groups.joinable(new ActivityId(id), asking)
                .map(led -> new Timed<>(OpenGroupView.of(led), null, clock.instant()));
    }

    /** Price, freight and condition; nothing is held. */
    @POST
    @Path("/{id}/quotes")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Quote a place in a group")
    @APIResponse(responseCode = "200", description = "The quote")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the activity, the group, the address or a coupon")
    @APIResponse(responseCode = "409", description = "GROUP_BUY_BUDGET_SPENT")
    @APIResponse(
            responseCode = "422",
            description =
                    "GROUP_BUY_QUANTITY, GROUP_BUY_REGULATED, GROUP_BUY_NO_COUPONS, COUPON_NOT_USABLE, NOT_FOR_SALE, REGION_NOT_DELIVERED")
    public Uni<QuoteView> quote(@PathParam("id") UUID id, @Valid @NotNull QuoteRequest request) {
        return quotes.quote(
                        new ActivityId(id),
                        Optional.ofNullable(request.buyGroupId()).map(BuyGroupId::new),
                        request.wish(new MemberId(caller.id())))
                .map(quote -> QuoteView.of(quote, clock.instant()));
    }

    /** The caller leads it; others see it once he has paid. */
    @POST
    @Path("/{id}/buy-groups")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Open a buy group")
    @APIResponse(
            responseCode = "201",
            description = "The group with the order of its leader; pay it until payBy",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SeatTakenView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the activity, the address or a coupon")
    @APIResponse(
            responseCode = "409",
            description = "PRICE_CHANGED with the right totalFen, STOCK_SHORT, GROUP_BUY_NOT_RUNNING, GROUP_BUY_LIMIT,"
                    + " GROUP_BUY_OPEN_LIMIT, GROUP_BUY_BUDGET_SPENT, COUPON_TAKEN, REQUEST_IN_FLIGHT")
    @APIResponse(
            responseCode = "422",
            description =
                    "GROUP_BUY_QUANTITY, GROUP_BUY_AUDIENCE, GROUP_BUY_REGULATED, GROUP_BUY_NO_COUPONS, COUPON_NOT_USABLE, NOT_FOR_SALE,"
                            + " REGION_NOT_DELIVERED, PROMO_CODE_UNKNOWN, IDEMPOTENCY_MISMATCH")
    @APIResponse(
            responseCode = "503",
            description =
                    "TEMPORARILY_UNAVAILABLE: more ask than can be served, and nothing was written; Retry-After says when to repeat")
    public Uni<Response> open(
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull SeatRequest request) {
        var command = request.command(IdempotencyKey.of(key), id, new MemberId(caller.id()));
        return takeSeat.open(new ActivityId(id), command, taken -> SeatTakenView.of(taken, clock.instant()));
    }
}
