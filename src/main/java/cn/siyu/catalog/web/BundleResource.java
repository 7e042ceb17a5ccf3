package cn.siyu.catalog.web;

import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.app.WriteBundles;
import cn.siyu.catalog.app.WriteBundles.Part;
import cn.siyu.catalog.domain.Bundle;
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
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** SKUs that consist of others: bundles and trial packs. */
@Path("/api/admin/v1/bundles")
@Tag(name = "Admin: catalogue")
class BundleResource {

    private final WriteBundles bundles;
    private final Caller caller;

    @Inject
    BundleResource(WriteBundles bundles, Caller caller) {
        this.bundles = bundles;
        this.caller = caller;
    }

    /** So many units of a SKU in each unit of the bundle. */
    @Schema(name = "BundleComponentText")
    record PartText(@NotNull UUID skuId, @Min(1) @Max(99) int units) {}

    /** All components of a SKU, as they are to be. */
    @Schema(name = "BundleText")
    record BundleText(
            @NotNull @Size(min = 1, max = 20) List<@NotNull @Valid PartText> components,

            @Schema(description = "The version that was read; absent when the SKU was no bundle") @Nullable @Min(0)
            Long version,

            @NotBlank @Size(max = 200) String reason) {}

    /** A component with its name. */
    @Schema(name = "BundleComponent")
    record ComponentView(UUID skuId, String skuCode, String title, int units) {}

    /** A bundle. */
    @Schema(name = "Bundle")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BundleView(
            UUID skuId,
            List<ComponentView> components,

            @Schema(
                    description =
                            "Of the first component that the law does not let be promoted freely; binds the bundle")
            @Nullable
            RegulatoryClass regulatedAs,

            long version) {

        static BundleView of(Bundle bundle) {
            return new BundleView(
                    bundle.sku().value(),
                    bundle.components().stream()
                            .map(part ->
                                    new ComponentView(part.sku().value(), part.skuCode(), part.title(), part.units()))
                            .toList(),
                    bundle.regulated().orElse(null),
                    bundle.version());
        }
    }

    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.SUPPORT, Role.OPS, Role.FINANCE})
    @Operation(summary = "Bundles, the latest changed first")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<BundleView>> list(
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return bundles.page(page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(BundleView::of).toList(), page, size, found.total()));
    }

    @GET
    @Path("{skuId}")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.SUPPORT, Role.OPS, Role.FINANCE})
    @Operation(summary = "What a bundle consists of")
    @APIResponse(responseCode = "200", description = "The bundle")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: there is no such SKU, or it is no bundle")
    public Uni<BundleView> see(@PathParam("skuId") UUID skuId) {
        return bundles.see(new SkuId(skuId)).map(BundleView::of);
    }

    @PUT
    @Path("{skuId}")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Make a SKU a bundle, or write its components anew; orders keep what they were placed with")
    @APIResponse(responseCode = "200", description = "The bundle")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "BUNDLE_PARTS; errors name the components")
    public Uni<BundleView> write(@PathParam("skuId") UUID skuId, @NotNull @Valid BundleText request) {
        var parts = request.components().stream()
                .map(part -> new Part(new SkuId(part.skuId()), part.units()))
                .toList();
        return bundles.write(
                        new SkuId(skuId),
                        parts,
                        Optional.ofNullable(request.version()),
                        request.reason(),
                        caller.actor())
                .map(BundleView::of);
    }

    @DELETE
    @Path("{skuId}")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Let a SKU have stock of its own again")
    @APIResponse(responseCode = "204", description = "It is no bundle any more")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<Void> remove(
            @PathParam("skuId") UUID skuId,
            @QueryParam("version") @Min(0) long version,
            @QueryParam("reason") @NotBlank @Size(max = 200) String reason) {
        return bundles.remove(new SkuId(skuId), version, reason, caller.actor());
    }
}
