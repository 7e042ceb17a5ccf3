package cn.siyu.audience.web;

import cn.siyu.audience.app.KeepTags;
import cn.siyu.audience.domain.TagGroup;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Tag groups; each of the staff sees those of his scope. */
@Path("/api/admin/v1/tag-groups")
@Tag(name = "admin tags")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class TagGroupResource {

    private final KeepTags tags;
    private final Desks desks;

    TagGroupResource(KeepTags tags, Desks desks) {
        this.tags = tags;
        this.desks = desks;
    }

    /** A new group. */
    @Schema(name = "TagGroupCreate")
    record GroupCreate(
            @NotBlank @Size(max = 60) String name,
            @NotNull TagGroup.Scope scope,

            @Schema(description = "A member carries at most one of its tags at a time; stays as it is")
            boolean single) {}

    /** A group anew; {@code version} is the one that was read. */
    @Schema(name = "TagGroupEdit")
    record GroupEdit(
            @NotBlank @Size(max = 60) String name,
            @NotNull TagGroup.Scope scope,
            @NotNull @PositiveOrZero Long version) {}

    /** A group as it is. */
    @Schema(name = "TagGroupView")
    record GroupView(UUID id, String name, TagGroup.Scope scope, boolean single, long version) {

        static GroupView of(TagGroup group) {
            return new GroupView(group.id(), group.name(), group.scope(), group.single(), group.version());
        }
    }

    /** By name, at most 500. */
    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "List tag groups")
    @APIResponse(responseCode = "200", description = "Those that the caller may see")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<Page<GroupView>> list() {
        return tags.groups(desks.desk())
                .map(found -> new Page<>(found.stream().map(GroupView::of).toList(), null));
    }

    /** In a scope that the caller may see. */
    @POST
    @ResponseStatus(201)
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.ADMIN})
    @Operation(summary = "Add a tag group")
    @APIResponse(
            responseCode = "201",
            description = "The group",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GroupView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "TAG_GROUP_EXISTS")
    public Uni<GroupView> add(@Valid @NotNull GroupCreate request) {
        return tags.addGroup(desks.desk(), request.name(), request.scope(), request.single())
                .map(GroupView::of);
    }

    /** Its name and who sees it. */
    @PUT
    @Path("/{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.ADMIN})
    @Operation(summary = "Write a tag group anew")
    @APIResponse(responseCode = "200", description = "The group")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, TAG_GROUP_EXISTS")
    public Uni<GroupView> edit(@PathParam("id") UUID id, @Valid @NotNull GroupEdit request) {
        return tags.editGroup(desks.desk(), id, request.version(), request.name(), request.scope())
                .map(GroupView::of);
    }
}
