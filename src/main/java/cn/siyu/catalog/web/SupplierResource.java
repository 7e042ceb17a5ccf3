package cn.siyu.catalog.web;

import cn.siyu.catalog.ReturnAddress;
import cn.siyu.catalog.SupplierId;
import cn.siyu.catalog.app.WriteSuppliers;
import cn.siyu.catalog.domain.Supplier;
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

/** Suppliers, as merchandisers keep them. */
@Path("/api/admin/v1/suppliers")
@Tag(name = "Admin: catalogue")
@RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
class SupplierResource {

    private final WriteSuppliers suppliers;
    private final Caller caller;

    @Inject
    SupplierResource(WriteSuppliers suppliers, Caller caller) {
        this.suppliers = suppliers;
        this.caller = caller;
    }

    /** Who delivers the goods. */
    @Schema(name = "Supplier")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SupplierView(
            UUID id,
            String code,
            String name,
            String note,

            @Schema(description = "Where its goods are sent back to; absent: to the shop") @Nullable
            ReturnAddressView returnAddress,

            long version) {

        static SupplierView of(Supplier supplier) {
            return new SupplierView(
                    supplier.id().value(),
                    supplier.code(),
                    supplier.name(),
                    supplier.note(),
                    supplier.returns().map(ReturnAddressView::of).orElse(null),
                    supplier.version());
        }
    }

    /** Where goods are sent back to. */
    @Schema(name = "SupplierReturnAddress")
    record ReturnAddressView(
            @NotBlank @Size(max = 40) String recipient,
            @NotNull @Pattern(regexp = "[0-9+ -]{5,20}") String phone,
            @NotBlank @Size(max = 200) String address) {

        static ReturnAddressView of(ReturnAddress returns) {
            return new ReturnAddressView(returns.recipient(), returns.phone(), returns.address());
        }

        ReturnAddress toAddress() {
            return new ReturnAddress(recipient, phone, address);
        }
    }

    /** A new supplier. */
    @Schema(name = "SupplierCreate")
    record SupplierCreate(
            @NotNull @Pattern(regexp = ProductRequests.CODE) String code,
            @NotNull @Valid SupplierText text) {}

    /** A supplier anew; {@code version} is the one that was read. */
    @Schema(name = "SupplierEdit")
    record SupplierEdit(
            @NotNull @Valid SupplierText text,
            @NotNull @PositiveOrZero Long version) {}

    /** What is written about a supplier. */
    @Schema(name = "SupplierText")
    record SupplierText(
            @NotBlank @Size(max = 60) String name,
            @Nullable @Size(max = 1000) String note,

            @Schema(description = "Where buyers send its goods back to; absent: to the shop") @Nullable @Valid
            ReturnAddressView returnAddress) {

        WriteSuppliers.Text toText() {
            return new WriteSuppliers.Text(
                    name,
                    Optional.ofNullable(note).orElse(""),
                    Optional.ofNullable(returnAddress).map(ReturnAddressView::toAddress));
        }
    }

    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.SUPPORT, Role.OPS, Role.FINANCE})
    @Operation(summary = "Suppliers, page by page")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<SupplierView>> list(
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return suppliers
                .page(page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(SupplierView::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Write a new supplier")
    @APIResponse(
            responseCode = "201",
            description = "The supplier",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SupplierView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "CATALOG_CODE_TAKEN")
    public Uni<SupplierView> create(@NotNull @Valid SupplierCreate request) {
        return suppliers
                .create(request.code(), request.text().toText(), caller.actor())
                .map(SupplierView::of);
    }

    @PUT
    @Path("{id}")
    @Operation(summary = "Write a supplier anew")
    @APIResponse(responseCode = "200", description = "The supplier as written")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<SupplierView> edit(@PathParam("id") UUID id, @NotNull @Valid SupplierEdit request) {
        return suppliers
                .edit(new SupplierId(id), request.text().toText(), request.version(), caller.actor())
                .map(SupplierView::of);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Remove a supplier that nothing uses")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "CATALOG_IN_USE")
    public Uni<Void> delete(@PathParam("id") UUID id) {
        return suppliers.delete(new SupplierId(id), caller.actor());
    }
}
