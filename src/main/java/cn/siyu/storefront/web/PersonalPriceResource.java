package cn.siyu.storefront.web;

import cn.siyu.catalog.SpuId;
import cn.siyu.channel.PriceTag;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.member.MemberId;
import cn.siyu.storefront.app.ComposeOwnPrices;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a product costs the caller himself: the small answer beside the page that is the same for everybody. */
@Path("/api/mp/v1/products/{spuId}/prices")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mini-program: storefront")
class PersonalPriceResource {

    private final ComposeOwnPrices prices;
    private final Caller caller;

    @Inject
    PersonalPriceResource(ComposeOwnPrices prices, Caller caller) {
        this.prices = prices;
        this.caller = caller;
    }

    /** The caller's prices, in the order of the page; a SKU that has none is left out. */
    @Schema(name = "OwnPrices")
    record OwnPricesView(List<OwnPriceView> items) {}

    /** What one unit costs the caller. */
    @Schema(name = "OwnPrice")
    record OwnPriceView(UUID skuId, long priceFen) {

        static OwnPriceView of(PriceTag tag) {
            return new OwnPriceView(tag.sku().value(), tag.amount().fen());
        }
    }

    /** By the segments that the caller is in now. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See one's own prices of a product")
    @APIResponse(
            responseCode = "200",
            description = "They replace the prices on the product's page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = OwnPricesView.class)))
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Response> see(@PathParam("spuId") UUID spuId) {
        return prices.of(new SpuId(spuId), new MemberId(caller.id()))
                .map(tags ->
                        new OwnPricesView(tags.stream().map(OwnPriceView::of).toList()))
                .map(view -> Response.ok(view)
                        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
                        .header(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION)
                        .build());
    }
}
