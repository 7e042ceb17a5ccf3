package cn.siyu.storefront.web;

import cn.siyu.groupbuy.GroupBuys.ActivityCard;
import cn.siyu.groupbuy.GroupBuys.Price;
import cn.siyu.kernel.page.PublicAnswers;
import cn.siyu.kernel.page.PublicContent;
import cn.siyu.storefront.app.ComposeHome;
import cn.siyu.storefront.app.ComposeHome.HomeScreen;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The first screen: one answer, the same for everybody. */
@Path("/api/mp/v1/home")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mini-program: storefront")
@PermitAll
class HomeResource {

    private final ComposeHome compose;
    private final PublicAnswers answers;

    @Inject
    HomeResource(ComposeHome compose, PublicAnswers answers) {
        this.compose = compose;
        this.answers = answers;
    }

    /** What the shop shows first. */
    @Schema(name = "Home")
    record HomeView(
            @Schema(description = "The roots of the category tree")
            List<CategoriesView.CategoryView> categories,

            @Schema(description = "Group buys that run, the soonest to end first")
            List<GroupBuyView> groupBuys,

            @Schema(description = "The newest products; its cursor continues in the list of products")
            ShelfView products) {

        static HomeView of(HomeScreen screen) {
            return new HomeView(
                    screen.roots().stream().map(CategoriesView.CategoryView::of).toList(),
                    screen.groupBuys().stream().map(GroupBuyView::of).toList(),
                    ShelfView.of(screen.shelf(), ComposeHome.PRODUCTS));
        }
    }

    /** A group buy on the first screen. */
    @Schema(name = "HomeGroupBuy")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GroupBuyView(
            UUID id,
            String name,
            UUID spuId,
            int size,
            @Nullable Long fromPriceFen,
            Instant endsAt) {

        static GroupBuyView of(ActivityCard card) {
            var least = card.prices().stream().mapToLong(Price::unitFen).min();
            return new GroupBuyView(
                    card.id(),
                    card.name(),
                    card.spu(),
                    card.size(),
                    least.isPresent() ? least.getAsLong() : null,
                    card.endsAt());
        }
    }

    /** Categories, group buys and the newest products. */
    @GET
    @Operation(summary = "See the first screen")
    @APIResponse(
            responseCode = "200",
            description = "Categories, group buys and products; the time of the answer is in Server-Time",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = HomeView.class)))
    @APIResponse(responseCode = "304", description = "What If-None-Match names is still so")
    @APIResponse(responseCode = "406", description = "NOT_ACCEPTABLE")
    public Uni<Response> see() {
        return answers.answer(
                "home",
                "/api/mp/v1/home",
                // Which group buys run is the clock's to say: it lives a moment, and there is one of it.
                () -> compose.home()
                        .map(screen -> PublicContent.of(HomeView.of(screen), "categories", "activities")
                                .and(screen.shelf().topics())));
    }
}
