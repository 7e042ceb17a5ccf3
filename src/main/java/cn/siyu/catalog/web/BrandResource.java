package cn.siyu.catalog.web;

import cn.siyu.catalog.BrandId;
import cn.siyu.catalog.app.WriteBrands;
import cn.siyu.catalog.domain.Brand;
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
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Brands, as merchandisers keep them. */
@Path("/api/admin/v1/brands")
@Tag(name = "Admin: catalogue")
@RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
class BrandResource {

    private final WriteBrands brands;
    private final Caller caller;

    @Inject
    BrandResource(WriteBrands brands, Caller caller) {
        this.brands = brands;
        this.caller = caller;
    }

    /** Whose name is on the goods. */
    @Schema(name = "Brand")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BrandView(
            UUID id,
            String code,
            String name,
            String description,
            @Nullable String imageUrl,
            int sortOrder,
            long version) {

        static BrandView of(Brand brand) {
            return new BrandView(
                    brand.id().value(),
                    brand.code(),
                    brand.name(),
                    brand.description(),
                    brand.imageUrl().orElse(null),
                    brand.sortOrder(),
                    brand.version());
        }
    }

    /** A new brand. */
    @Schema(name = "BrandCreate")
    record BrandCreate(
            @NotNull @Pattern(regexp = ProductRequests.CODE) String code,
            @NotNull @Valid BrandText text) {}

    /** A brand anew; {@code version} is the one that was read. */
    @Schema(name = "BrandEdit")
    record BrandEdit(
            @NotNull @Valid BrandText text,
            @NotNull @PositiveOrZero Long version) {}

    /** What is written about a brand. */
    @Schema(name = "BrandText")
    record BrandText(
            @NotBlank @Size(max = 60) String name,
            @Nullable @Size(max = 1000) String description,

            @Nullable @Pattern(regexp = ProductRequests.ADDRESS)
            String imageUrl,

            @Nullable Integer sortOrder) {

        WriteBrands.Text toText() {
            return new WriteBrands.Text(
                    name,
                    Optional.ofNullable(description).orElse(""),
                    Optional.ofNullable(imageUrl),
                    Optional.ofNullable(sortOrder).orElse(0));
        }
    }

    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.SUPPORT, Role.OPS, Role.FINANCE})
    @Operation(summary = "Brands, page by page")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<BrandView>> list(
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return brands.page(page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(BrandView::of).toList(), found.page(), found.size(), found.total()));
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Write a new brand")
    @APIResponse(
            responseCode = "201",
            description = "The brand",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BrandView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "CATALOG_CODE_TAKEN")
    public Uni<BrandView> create(@NotNull @Valid BrandCreate request) {
        return brands.create(request.code(), request.text().toText(), caller.actor())
                .map(BrandView::of);
    }

    @PUT
    @Path("{id}")
    @Operation(summary = "Write a brand anew")
    @APIResponse(responseCode = "200", description = "The brand as written")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<BrandView> edit(@PathParam("id") UUID id, @NotNull @Valid BrandEdit request) {
        return brands.edit(new BrandId(id), request.text().toText(), request.version(), caller.actor())
                .map(BrandView::of);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Remove a brand that nothing uses")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "CATALOG_IN_USE")
    public Uni<Void> delete(@PathParam("id") UUID id) {
        return brands.delete(new BrandId(id), caller.actor());
    }
}
