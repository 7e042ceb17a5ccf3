package cn.siyu.storefront.web;

import cn.siyu.catalog.CategoryId;
import cn.siyu.catalog.Products;
import cn.siyu.catalog.Products.ImportedReview;
import cn.siyu.catalog.Products.Shelf;
import cn.siyu.catalog.SpuId;
import cn.siyu.kernel.page.PublicAnswers;
import cn.siyu.kernel.page.PublicContent;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.storefront.app.ComposeScreens;
import cn.siyu.storefront.domain.Matrix;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a consumer browses; public, since looking needs no sign-in. */
@Path("/api/mp/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mini-program: storefront")
@PermitAll
class StorefrontResource {

    private static final int SUGGESTIONS = 10;

    private final Products products;
    private final ComposeScreens screens;
    private final PublicAnswers answers;

    @Inject
    StorefrontResource(Products products, ComposeScreens screens, PublicAnswers answers) {
        this.products = products;
        this.screens = screens;
        this.answers = answers;
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
    @APIResponse(
            responseCode = "200",
            description = "All categories",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CategoriesView.class)))
    @APIResponse(responseCode = "304", description = "What If-None-Match names is still so")
    @APIResponse(responseCode = "406", description = "NOT_ACCEPTABLE")
    public Uni<Response> categories() {
        return answers.answer(
                "categories",
                "/api/mp/v1/categories",
                () -> products.categories()
                        .map(nodes -> PublicContent.lasting(CategoriesView.of(nodes), "categories")));
    }

    @GET
    @Path("products")
    @Operation(summary = "Products on sale, the newest first, within a category and with words in the title")
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ShelfView.class)))
    @APIResponse(responseCode = "304", description = "What If-None-Match names is still so")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Response> products(
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
        return answers.answer(
                "shelf:" + shelf,
                "/api/mp/v1/products",
                () -> screens.shelf(shelf)
                        .map(screen -> new PublicContent(
                                ShelfView.of(screen, limit),
                                screen.topics(),
                                screen.offer().until())));
    }

    @GET
    @Path("products/{spuId}")
    @Operation(summary = "The page of a product with every combination of its axes")
    @APIResponse(
            responseCode = "200",
            description = "The page, the same for everybody; a member's own prices are asked for beside it",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProductPage.class)))
    @APIResponse(responseCode = "304", description = "What If-None-Match names is still so")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Response> product(@PathParam("spuId") UUID spuId) {
        return answers.answer(
                "product:" + spuId,
                "/api/mp/v1/products/{spuId}",
                () -> screens.product(new SpuId(spuId))
                        .map(screen -> new PublicContent(
                                ProductPage.of(screen),
                                screen.topics(),
                                screen.offer().until())));
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
        return screens.known(new SpuId(spuId)).map(screen -> {
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
