package cn.siyu.storefront.web;

import cn.siyu.kernel.page.PublicAnswers;
import cn.siyu.kernel.page.PublicContent;
import cn.siyu.storefront.app.ShowShop;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who sells here: everybody may know, before he buys and after. */
@Path("/api/mp/v1/shop")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mini-program: storefront")
@PermitAll
class ShopResource {

    private final ShowShop show;
    private final PublicAnswers answers;

    @Inject
    ShopResource(ShowShop show, PublicAnswers answers) {
        this.show = show;
        this.answers = answers;
    }

    /** The shop as its licence names it; what the operator has not set is absent. */
    @Schema(name = "ShopView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ShopView(
            String name,

            @Schema(description = "The company or person on the business licence") @Nullable
            String operator,

            @Schema(description = "Unified social credit code") @Nullable
            String licenceNumber,

            @Schema(description = "A picture of the licence, https") @Nullable
            String licencePictureUrl,

            @Nullable String servicePhone,

            @Schema(description = "How and where to complain") @Nullable
            String complaints) {

        static ShopView of(ShowShop.Shop shop) {
            return new ShopView(
                    shop.name(),
                    shop.operator().orElse(null),
                    shop.licenceNumber().orElse(null),
                    shop.licencePicture().orElse(null),
                    shop.servicePhone().orElse(null),
                    shop.complaints().orElse(null));
        }
    }

    /** Licence and contacts of whoever sells (L13). */
    @GET
    @Operation(summary = "See who sells here")
    @APIResponse(
            responseCode = "200",
            description = "Name, licence and contacts of the shop",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ShopView.class)))
    @APIResponse(responseCode = "304", description = "What If-None-Match names is still so")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Response> see() {
        return answers.answer(
                "shop",
                "/api/mp/v1/shop",
                () -> Uni.createFrom().item(PublicContent.lasting(ShopView.of(show.shop()))));
    }
}
