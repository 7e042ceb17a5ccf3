package cn.siyu.channel.web;

import cn.siyu.catalog.SkuId;
import cn.siyu.channel.PastPrice;
import cn.siyu.channel.PriceListId;
import cn.siyu.channel.app.PriceSkus;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The default price list, and what things cost before. */
@Path("/api/admin/v1")
@Tag(name = "Admin: prices")
@RolesAllowed({Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.SUPPORT, Role.OPS, Role.FINANCE})
class PriceResource {

    private final PriceSkus prices;
    private final Caller caller;

    @Inject
    PriceResource(PriceSkus prices, Caller caller) {
        this.prices = prices;
        this.caller = caller;
    }

    /** A price and its time; {@code to} is absent while it is in force. */
    @Schema(name = "PastPrice")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PastPriceView(
            UUID priceListId,
            long amountFen,
            Instant from,
            @Nullable Instant to,
            String actor) {

        static PastPriceView of(PastPrice price) {
            return new PastPriceView(
                    price.list().value(),
                    price.amount().fen(),
                    price.from(),
                    price.to().orElse(null),
                    price.actor());
        }
    }

    /** All prices that a SKU had. */
    @Schema(name = "PriceHistory")
    record PriceHistory(List<PastPriceView> items) {}

    @GET
    @Path("price-lists/default/prices")
    @Operation(summary = "Prices of the default list that are in force, by SKU")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<PriceView>> list(
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return prices.page(PriceListId.DEFAULT, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(PriceView::of).toList(), found.page(), found.size(), found.total()));
    }

    @PUT
    @Path("price-lists/default/prices")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Set prices of the default list; good rows are set, bad rows are named")
    @APIResponse(responseCode = "200", description = "What changed, and which rows did not land and why")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<PriceSet.PriceSetResult> set(@NotNull @Valid PriceSet request) {
        return prices.known(request.skus())
                .map(request::sort)
                .chain(sorted -> prices.setDefault(sorted.good(), caller.actor(), request.reason())
                        .map(sorted::result));
    }

    @GET
    @Path("skus/{id}/prices")
    @Operation(summary = "All prices that a SKU had, the newest first, at most 200")
    @APIResponse(responseCode = "200", description = "The history")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<PriceHistory> history(@PathParam("id") UUID id) {
        var sku = new SkuId(id);
        return prices.known(List.of(sku))
                .invoke(known -> requireKnown(known, sku))
                .chain(() -> prices.history(sku))
                .map(past ->
                        new PriceHistory(past.stream().map(PastPriceView::of).toList()));
    }

    private static void requireKnown(Set<SkuId> known, SkuId sku) {
        if (!known.contains(sku)) {
            throw Refused.notFound();
        }
    }
}
