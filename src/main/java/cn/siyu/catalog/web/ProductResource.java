package cn.siyu.catalog.web;

import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.catalog.app.ChangeProduct;
import cn.siyu.catalog.app.CreateProduct;
import cn.siyu.catalog.app.Edit;
import cn.siyu.catalog.app.ReadCatalog;
import cn.siyu.catalog.app.WriteSkus;
import cn.siyu.catalog.domain.Command;
import cn.siyu.catalog.domain.ProductFilter;
import cn.siyu.catalog.domain.Schedule;
import cn.siyu.catalog.web.ProductRequests.ProductCreate;
import cn.siyu.catalog.web.ProductRequests.ProductEdit;
import cn.siyu.catalog.web.ProductRequests.ScheduleText;
import cn.siyu.catalog.web.ProductRequests.SkuCreate;
import cn.siyu.catalog.web.ProductRequests.SkuEdit;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Products and their SKUs, as merchandisers write them. */
@Path("/api/admin/v1/products")
@Tag(name = "Admin: catalogue")
@RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
class ProductResource {

    private final ReadCatalog read;
    private final CreateProduct create;
    private final ChangeProduct change;
    private final WriteSkus skus;
    private final Changes changes;
    private final Caller caller;

    @Inject
    ProductResource(
            ReadCatalog read,
            CreateProduct create,
            ChangeProduct change,
            WriteSkus skus,
            Changes changes,
            Caller caller) {
        this.read = read;
        this.create = create;
        this.change = change;
        this.skus = skus;
        this.changes = changes;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.SUPPORT, Role.OPS, Role.FINANCE})
    @Operation(summary = "Products, the newest first; without a state all but the bin")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<ProductLine>> list(
            @QueryParam("state") @Nullable ProductState state,
            @QueryParam("categoryId") @Nullable UUID categoryId,
            @QueryParam("brandId") @Nullable UUID brandId,
            @QueryParam("q") @Nullable @Size(max = 60) String q,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        var filter = new ProductFilter(
                Optional.ofNullable(state),
                Optional.ofNullable(categoryId),
                Optional.ofNullable(brandId),
                Optional.ofNullable(q).map(String::strip).filter(words -> !words.isEmpty()));
        return read.page(filter, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(ProductLine::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Write a new product as a draft, with its first SKUs")
    @APIResponse(
            responseCode = "201",
            description = "The draft",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProductView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "CATALOG_CODE_TAKEN, SPEC_TAKEN")
    @APIResponse(responseCode = "422", description = "PRODUCT_TITLE_CLAIM, SPEC_AXES, CATALOG_REFERENCE_UNKNOWN")
    public Uni<ProductView> create(@NotNull @Valid ProductCreate request) {
        return create.create(request.toAsked(), caller.actor()).map(ProductView::of);
    }

    @GET
    @Path("{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.SUPPORT, Role.OPS, Role.FINANCE})
    @Operation(summary = "A product with its SKUs")
    @APIResponse(responseCode = "200", description = "The product")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<ProductView> get(@PathParam("id") UUID id) {
        return read.product(new SpuId(id)).map(ProductView::of);
    }

    @PUT
    @Path("{id}")
    @Operation(summary = "Write the whole text anew; STATE_CHANGED carries the current product")
    @APIResponse(responseCode = "200", description = "The product as written")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "PRODUCT_TITLE_CLAIM, CATALOG_REFERENCE_UNKNOWN")
    public Uni<ProductView> edit(@PathParam("id") UUID id, @NotNull @Valid ProductEdit request) {
        return change.edit(new SpuId(id), request.text().toText(), request.version(), caller.actor())
                .invoke(() -> tell(id))
                .map(ProductResource::answer);
    }

    @POST
    @Path("{id}/publish")
    @Operation(summary = "Put a product on sale; it needs a category and a SKU")
    @APIResponse(responseCode = "200", description = "The product, on sale")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "PRODUCT_TRANSITION")
    @APIResponse(responseCode = "422", description = "PRODUCT_INCOMPLETE")
    public Uni<ProductView> publish(@PathParam("id") UUID id) {
        return carryOut(id, Command.PUBLISH);
    }

    @POST
    @Path("{id}/unpublish")
    @Operation(summary = "Take a product down")
    @APIResponse(responseCode = "200", description = "The product, off sale")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "PRODUCT_TRANSITION")
    public Uni<ProductView> unpublish(@PathParam("id") UUID id) {
        return carryOut(id, Command.UNPUBLISH);
    }

    @POST
    @Path("{id}/recycle")
    @Operation(summary = "Put a product that is not on sale into the bin")
    @APIResponse(responseCode = "200", description = "The product, in the bin")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "PRODUCT_TRANSITION")
    public Uni<ProductView> recycle(@PathParam("id") UUID id) {
        return carryOut(id, Command.RECYCLE);
    }

    @POST
    @Path("{id}/restore")
    @Operation(summary = "Take a product out of the bin; it is then off sale")
    @APIResponse(responseCode = "200", description = "The product, off sale")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "PRODUCT_TRANSITION")
    public Uni<ProductView> restore(@PathParam("id") UUID id) {
        return carryOut(id, Command.RESTORE);
    }

    @PUT
    @Path("{id}/schedule")
    @Operation(summary = "Say when the product goes on sale and comes down by itself; what is absent is not scheduled")
    @APIResponse(responseCode = "200", description = "The product with its schedule")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "422", description = "PRODUCT_SCHEDULE, PRODUCT_INCOMPLETE")
    public Uni<ProductView> schedule(@PathParam("id") UUID id, @NotNull @Valid ScheduleText request) {
        var schedule =
                new Schedule(Optional.ofNullable(request.publishAt()), Optional.ofNullable(request.unpublishAt()));
        return change.schedule(new SpuId(id), schedule, caller.actor()).map(ProductView::of);
    }

    @POST
    @Path("{id}/skus")
    @ResponseStatus(201)
    @Operation(summary = "Add a SKU; new values come last on their axes")
    @APIResponse(
            responseCode = "201",
            description = "The product with the SKU",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ProductView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "SPEC_TAKEN, CATALOG_CODE_TAKEN")
    @APIResponse(responseCode = "422", description = "SPEC_AXES")
    public Uni<ProductView> addSku(@PathParam("id") UUID id, @NotNull @Valid SkuCreate request) {
        return skus.add(new SpuId(id), request.toNewSku(), caller.actor())
                .invoke(() -> tell(id))
                .map(ProductView::of);
    }

    @PUT
    @Path("{id}/skus/{skuId}")
    @Operation(summary = "Write anew what may change about a SKU; its code and combination never do")
    @APIResponse(responseCode = "200", description = "The product with the SKU")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<ProductView> editSku(
            @PathParam("id") UUID id, @PathParam("skuId") UUID skuId, @NotNull @Valid SkuEdit request) {
        return skus.edit(new SpuId(id), new SkuId(skuId), request.toText(), request.version(), caller.actor())
                .invoke(() -> tell(id))
                .map(ProductResource::answer);
    }

    private Uni<ProductView> carryOut(UUID id, Command command) {
        return change.carryOut(new SpuId(id), command, caller.actor())
                .invoke(() -> tell(id))
                .map(ProductView::of);
    }

    /** It is committed: its page and the lists are old. */
    private void tell(UUID id) {
        changes.tell(Changes.topic("product", id), "products");
    }

    private static ProductView answer(Edit edit) {
        return switch (edit) {
            case Edit.Done(var product) -> ProductView.of(product);
            case Edit.Stale(var product) ->
                throw Refused.with(
                        CommonProblem.STATE_CHANGED,
                        CommonProblem.STATE_CHANGED.title(),
                        Map.of("current", ProductView.of(product)));
        };
    }
}
