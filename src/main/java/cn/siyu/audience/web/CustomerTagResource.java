package cn.siyu.audience.web;

import cn.siyu.audience.app.TagCustomers;
import cn.siyu.audience.domain.Carried;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The tags of one customer, given and taken by hand. */
@Path("/api/admin/v1/customers/{id}/tags")
@Tag(name = "admin tags")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class CustomerTagResource {

    private final TagCustomers customers;
    private final Desks desks;

    CustomerTagResource(TagCustomers customers, Desks desks) {
        this.customers = customers;
        this.desks = desks;
    }

    /** Which tag, and why. */
    @Schema(name = "CustomerTagRequest")
    record TagRequest(
            @NotNull UUID tagId, @NotBlank @Size(max = 200) String reason) {}

    /** Why a tag is taken back. */
    @Schema(name = "CustomerUntagRequest")
    record UntagRequest(@NotBlank @Size(max = 200) String reason) {}

    /** A tag that a customer carries or carried; {@code to} is absent as long as no end is known. */
    @Schema(name = "CustomerTagView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CarriedView(
            UUID tagId,
            String tag,
            String group,
            Instant from,
            @Nullable Instant to,
            Carried.Source source,
            @Nullable Integer ruleVersion,
            String actor) {

        static CarriedView of(Carried carried) {
            return new CarriedView(
                    carried.tag(),
                    carried.tagName(),
                    carried.groupName(),
                    carried.from(),
                    carried.to().orElse(null),
                    carried.source(),
                    carried.ruleVersion().isPresent() ? carried.ruleVersion().getAsInt() : null,
                    carried.actor());
        }
    }

    /** With those that are over; the newest first, at most 200. */
    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "List a customer's tags")
    @APIResponse(responseCode = "200", description = "Those that the caller may see")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<Page<CarriedView>> list(@PathParam("id") UUID id) {
        return customers.of(desks.desk(), id).map(CustomerTagResource::page);
    }

    /** Who carries it already carries it for its days from now on. */
    @POST
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.ADMIN})
    @Operation(summary = "Give a customer a tag")
    @APIResponse(responseCode = "200", description = "All tags of the customer")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the tag")
    @APIResponse(responseCode = "409", description = "TAG_ENDED")
    @APIResponse(responseCode = "422", description = "TAG_BY_RULE")
    public Uni<Page<CarriedView>> tag(@PathParam("id") UUID id, @Valid @NotNull TagRequest request) {
        return customers
                .tag(desks.desk(), id, request.tagId(), request.reason())
                .map(CustomerTagResource::page);
    }

    /** The history keeps it. */
    @POST
    @Path("/{tagId}/end")
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.ADMIN})
    @Operation(summary = "Take a tag back from a customer")
    @APIResponse(responseCode = "204", description = "The customer carries it no more")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(
            responseCode = "404",
            description = "NOT_FOUND: there is no such tag, or the customer does not carry it")
    @APIResponse(responseCode = "409", description = "TAG_ENDED")
    @APIResponse(responseCode = "422", description = "TAG_BY_RULE")
    public Uni<Void> untag(
            @PathParam("id") UUID id, @PathParam("tagId") UUID tagId, @Valid @NotNull UntagRequest request) {
        return customers.untag(desks.desk(), id, tagId, request.reason());
    }

    private static Page<CarriedView> page(List<Carried> found) {
        return new Page<>(found.stream().map(CarriedView::of).toList(), null);
    }
}
