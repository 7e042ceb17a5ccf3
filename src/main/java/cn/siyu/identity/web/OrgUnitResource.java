package cn.siyu.identity.web;

import cn.siyu.identity.app.ChangeOrgTree;
import cn.siyu.identity.domain.OrgUnit;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** The organisation: headquarters, regions, stores. */
@Path("/api/admin/v1/org-units")
@Tag(name = "organisation")
class OrgUnitResource {

    private final ChangeOrgTree tree;
    private final Caller caller;

    @Inject
    OrgUnitResource(ChangeOrgTree tree, Caller caller) {
        this.tree = tree;
        this.caller = caller;
    }

    @Schema(name = "OrgUnitList")
    record OrgUnitList(List<OrgUnitView> items) {}

    @Schema(name = "OrgUnitCreateRequest")
    record CreateRequest(
            @NotNull UUID parentId,
            @NotNull OrgUnit.Kind kind,
            @NotBlank @Size(max = 64) String name) {}

    @Schema(name = "OrgUnitUpdateRequest")
    record UpdateRequest(
            @NotBlank @Size(max = 64) String name,
            @Nullable UUID parentId,
            @Nullable Long version) {}

    /** Flat, parents named by id, oldest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.FINANCE, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "The caller's part of the organisation")
    @APIResponse(responseCode = "200", description = "The caller's unit and everything below it")
    @APIResponse(responseCode = "401", description = "UNAUTHENTICATED")
    public Uni<OrgUnitList> list() {
        return tree.see(caller.id())
                .map(units ->
                        new OrgUnitList(units.stream().map(OrgUnitView::of).toList()));
    }

    @POST
    @RolesAllowed(Role.ADMIN)
    @Operation(summary = "Add a unit below another")
    @APIResponse(
            responseCode = "201",
            description = "Added",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = OrgUnitView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no such parent in the caller's part")
    @APIResponse(responseCode = "409", description = "ORG_UNIT_NAME_TAKEN")
    @APIResponse(responseCode = "422", description = "ORG_UNIT_PLACE")
    @ResponseStatus(201)
    public Uni<OrgUnitView> create(@NotNull @Valid CreateRequest request) {
        return tree.add(caller.actor(), request.parentId(), request.kind(), request.name())
                .map(OrgUnitView::of);
    }

    /** Without a parent the unit stays where it is; with one it moves there, with all that is below it. */
    @PUT
    @Path("/{id}")
    @RolesAllowed(Role.ADMIN)
    @Operation(summary = "Rename or move a unit")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED with current, ORG_UNIT_NAME_TAKEN")
    @APIResponse(responseCode = "422", description = "ORG_UNIT_PLACE")
    public Uni<OrgUnitView> update(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @NotNull @Valid UpdateRequest request) {
        var version = IfMatch.version(request.version(), ifMatch);
        return tree.change(caller.actor(), id, version, request.name(), request.parentId())
                .map(OrgUnitView::of);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Role.ADMIN)
    @Operation(summary = "Remove an empty unit")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "ORG_UNIT_IN_USE")
    public Uni<Void> delete(@PathParam("id") UUID id) {
        return tree.remove(caller.actor(), id);
    }
}
