package cn.siyu.storefront.web;

import cn.siyu.catalog.CategoryId;
import cn.siyu.catalog.Products;
import cn.siyu.catalog.Products.Card;
import cn.siyu.catalog.Products.ImportedReview;
import cn.siyu.catalog.Products.Node;
import cn.siyu.catalog.Products.Shelf;
import cn.siyu.catalog.SpuId;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.storefront.app.ComposeScreens;
import cn.siyu.storefront.app.ComposeScreens.ShelfScreen;
import cn.siyu.storefront.app.Offer;
import cn.siyu.storefront.domain.Matrix;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a consumer browses; public, since looking needs no sign-in. */
@Path("/api/mp/v1")
@Tag(name = "Mini-program: storefront")
@PermitAll
class StorefrontResource {

    private static final int SUGGESTIONS = 10;

    private final Products products;
    private final ComposeScreens screens;
    private final ShopClock clock;

    @Inject
    StorefrontResource(Products products, ComposeScreens screens, ShopClock clock) {
        this.products = products;
        this.screens = screens;
        this.clock = clock;
    }

    /** A node of the category tree; a root has no parent. */
    @Schema(name = "ShopCategory")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CategoryView(UUID id, @Nullable UUID parentId, String name, String description, String imageUrl, int depth) {

        static CategoryView of(Node node) {
            return new CategoryView(
                    node.category().value(),
                    node.parent().map(Id::value).orElse(null),
                    node.name(),
                    node.description(),
                    node.imageUrl(),
                    node.depth());
        }
    }

    /** The category tree as a list, parents before children. */
    @Schema(name = "ShopCategories")
    record CategoriesView(List<CategoryView> items) {}

    /** A product in a list. */
    @Schema(name = "ProductCard")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CardView(
            UUID spuId,
            String title,
            String brief,
            String coverUrl,
            boolean isNew,
            boolean isHot,
            @Nullable Long priceFromFen,
            Availability availability) {

        static CardView of(Card card, Offer offer) {
            return new CardView(
                    card.spu().value(),
                    card.title(),
                    card.brief(),
                    card.coverUrl(),
                    card.isNew(),
                    card.isHot(),
                    offer.priceFrom(card.skus()).map(Money::fen).orElse(null),
                    offer.best(card.skus()));
        }
    }

    /** A review that came with an import: labelled as such, without a rating. */
    @Schema(name = "ProductReview")
    record ReviewView(
            UUID id,
            @Schema(enumeration = "IMPORTED") String source,
            String content,
            List<String> imageUrls,
            Instant writtenAt) {

        static ReviewView of(ImportedReview review) {
            return new ReviewView(review.id(), "IMPORTED", review.content(), review.imageUrls(), review.writtenAt());
        }
    }

    /** What others call what is looked for. */
    @Schema(name = "SearchSuggestions")
    record SuggestionsView(List<String> items) {}

    @GET
    @Path("categories")
    @Operation(summary = "The category tree, parents before children")
    @APIResponse(responseCode = "200", description = "All categories")
    @APIResponse(responseCode = "406", description = "NOT_ACCEPTABLE")
    public Uni<CategoriesView> categories() {
        return products.categories()
                .map(nodes ->
                        new CategoriesView(nodes.stream().map(CategoryView::of).toList()));
    }

    @GET
    @Path("products")
    @Operation(summary = "Products on sale, the newest first, within a category and with words in the title")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Page<CardView>> products(
            @QueryParam("category") @Nullable UUID category,
            @QueryParam("q") @Nullable @Size(max = 40) String q,
            @QueryParam("cursor") @Nullable @Size(max = 120) String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(50) int limit) {
        // One more than is shown tells whether there is a next page.
        var shelf = new Shelf(
                Optional.ofNullable(category).map(CategoryId::new),
                Optional.ofNullable(q).map(String::strip).filter(words -> !words.isEmpty()),
                Cursor.parse(cursor),
                limit + 1);
        return screens.shelf(shelf).map(screen -> page(screen, limit));
    }

    @GET
    @Path("products/{spuId}")
    @Operation(summary = "The page of a product with every combination of its axes")
    @APIResponse(responseCode = "200", description = "The page")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<ProductPage> product(@PathParam("spuId") UUID spuId) {
        return screens.product(new SpuId(spuId)).map(screen -> ProductPage.of(screen, clock.instant()));
    }

    @GET
    @Path("products/{spuId}/sku")
    @Operation(summary = "The SKU of a combination, such as spec=颜色:红&spec=尺码:59")
    @APIResponse(responseCode = "200", description = "The SKU")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "422", description = "SPEC_COMBINATION_UNKNOWN")
    public Uni<ProductPage.Cell> sku(
            @PathParam("spuId") UUID spuId,
            @QueryParam("spec") @NotNull @Size(min = 1, max = 3) List<@NotBlank @Size(max = 80) String> spec) {
        var wanted = parse(spec);
        return screens.product(new SpuId(spuId)).map(screen -> {
            var sheet = screen.sheet();
            var variant = new Matrix(sheet.axes(), sheet.variants()).resolve(wanted);
            return ProductPage.Cell.of(variant.tuple(), variant, screen.offer());
        });
    }

    @GET
    @Path("products/{spuId}/reviews")
    @Operation(summary = "Reviews of a product, the newest first; imported ones carry no rating")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Page<ReviewView>> reviews(
            @PathParam("spuId") UUID spuId,
            @QueryParam("cursor") @Nullable @Size(max = 120) String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(50) int limit) {
        return products.reviews(new SpuId(spuId), Cursor.parse(cursor), limit + 1)
                .map(found ->
                        page(found, limit, review -> new Cursor(review.writtenAt(), review.id()), ReviewView::of));
    }

    @GET
    @Path("search/suggestions")
    @Operation(summary = "Titles on sale that hold the words, at most ten")
    @APIResponse(responseCode = "200", description = "The titles")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<SuggestionsView> suggestions(@QueryParam("q") @NotBlank @Size(max = 40) String q) {
        return products.suggestions(q, SUGGESTIONS).map(SuggestionsView::new);
    }

    private static Page<CardView> page(ShelfScreen screen, int limit) {
        return page(
                screen.cards(),
                limit,
                card -> new Cursor(card.publishedAt(), card.spu().value()),
                card -> CardView.of(card, screen.offer()));
    }

    private static <T, V> Page<V> page(List<T> found, int limit, Function<T, Cursor> end, Function<T, V> view) {
        var shown = found.stream().limit(limit).toList();
        var next = found.size() > limit ? end.apply(shown.getLast()).encode() : null;
        return new Page<>(shown.stream().map(view).toList(), next);
    }

    private static Map<String, String> parse(List<String> spec) {
        var values = new LinkedHashMap<String, String>();
        for (var pair : spec) {
            var colon = pair.indexOf(':');
            if (colon < 1 || values.put(pair.substring(0, colon), pair.substring(colon + 1)) != null) {
                throw Refused.fields(
                        CommonProblem.INVALID_REQUEST,
                        List.of(new FieldError("spec", "is axis:value, each axis once")));
            }
        }
        return values;
    }
}
