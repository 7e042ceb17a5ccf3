package cn.siyu.member.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.member.MemberId;
import cn.siyu.member.app.AddressBook;
import cn.siyu.member.app.Regions;
import cn.siyu.member.domain.Address;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.ResponseStatus;

/** The caller's addresses; anybody else's are not found. */
@Path("/api/mp/v1/addresses")
@Tag(name = "addresses")
class AddressResource {

    private final AddressBook book;
    private final Regions regions;
    private final Caller caller;

    @Inject
    AddressResource(AddressBook book, Regions regions, Caller caller) {
        this.book = book;
        this.regions = regions;
        this.caller = caller;
    }

    @Schema(name = "AddressRequest")
    record AddressRequest(
            @NotBlank @Size(max = 30) String recipient,

            @NotNull @Pattern(regexp = "1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}")
            String phone,

            @NotNull @Pattern(regexp = "[0-9]{6}") String regionCode,
            @NotBlank @Size(max = 120) String detail,
            boolean isDefault) {

        AddressBook.Wanted wanted() {
            return new AddressBook.Wanted(recipient, phone, regionCode, detail, isDefault);
        }
    }

    @Schema(name = "AddressView")
    record AddressView(
            UUID id,
            String recipient,
            String phone,
            String regionCode,
            String regionText,
            String detail,
            boolean isDefault,
            Instant updatedAt) {

        static AddressView of(Address address, Regions regions) {
            return new AddressView(
                    address.id(),
                    address.recipient(),
                    address.phone(),
                    address.regionCode(),
                    regions.text(address.regionCode()),
                    address.detail(),
                    address.isDefault(),
                    address.updatedAt());
        }
    }

    @Schema(name = "AddressList")
    record AddressList(List<AddressView> items) {}

    /** At most 20, the default first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "The caller's addresses")
    @APIResponse(responseCode = "200", description = "All of them")
    @APIResponse(responseCode = "401", description = "UNAUTHENTICATED")
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Uni<AddressList> list() {
        return book.all(id())
                .map(found -> new AddressList(found.stream().map(this::view).toList()));
    }

    /** The first address becomes the default. */
    @POST
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Add an address")
    @APIResponse(
            responseCode = "201",
            description = "Added",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AddressView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "422", description = "REGION_NOT_A_DISTRICT, ADDRESSES_FULL")
    @ResponseStatus(201)
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Uni<AddressView> add(@NotNull @Valid AddressRequest request) {
        return book.add(id(), request.wanted()).map(this::view);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "One address")
    @APIResponse(responseCode = "200", description = "The address")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Uni<AddressView> get(@PathParam("id") UUID address) {
        return book.one(id(), address).map(this::view);
    }

    /** The default stays the default until another takes its place. */
    @PUT
    @Path("/{id}")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Change an address")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "422", description = "REGION_NOT_A_DISTRICT")
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Uni<AddressView> change(@PathParam("id") UUID address, @NotNull @Valid AddressRequest request) {
        return book.change(id(), address, request.wanted()).map(this::view);
    }

    /** When the default goes, the newest of the others becomes it. */
    @DELETE
    @Path("/{id}")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Remove an address")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Void> remove(@PathParam("id") UUID address) {
        return book.remove(id(), address);
    }

    private MemberId id() {
        return new MemberId(caller.id());
    }

    private AddressView view(Address address) {
        return AddressView.of(address, regions);
    }
}
