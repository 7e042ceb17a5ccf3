package cn.siyu.catalog.web;

import cn.siyu.catalog.CategoryId;
import cn.siyu.catalog.app.WriteCategories;
import cn.siyu.catalog.domain.Category;
import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Categories, as merchandisers keep them. */
@Path("/api/admin/v1/categories")
@Tag(name = "Admin: catalogue")
@RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
class CategoryResource {

    private final WriteCategories categories;
    private final Changes changes;
    private final Caller caller;

    @Inject
    CategoryResource(WriteCategories categories, Changes changes, Caller caller) {
        this.categories = categories;
        this.changes = changes;
        this.caller = caller;
    }

    /** A node of the category tree. */
    @Schema(name = "Category")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CategoryView(
            UUID id,
            String code,
            @Nullable UUID parentId,
            String name,
            String description,
            @Nullable String imageUrl,
            int depth,
            int sortOrder,
            boolean communityOn,
            long version) {

        static CategoryView of(Category category) {
            return new CategoryView(
                    category.id().value(),
                    category.code(),
                    category.parent().map(Id::value).orElse(null),
                    category.name(),
                    category.description(),
                    category.imageUrl().orElse(null),
                    category.depth(),
                    category.sortOrder(),
                    category.communityOn(),
                    category.version());
        }
    }

    /** A new category. */
    @Schema(name = "CategoryCreate")
    record CategoryCreate(
            @NotNull @Pattern(regexp = ProductRequests.CODE) String code,
            @NotNull @Valid CategoryText text) {}

    /** A category anew; {@code version} is the one that was read. */
    @Schema(name = "CategoryEdit")
    record CategoryEdit(
            @NotNull @Valid CategoryText text,
            @NotNull @PositiveOrZero Long version) {}

    /** What is written about a category. */
    @Schema(name = "CategoryText")
    record CategoryText(
            @Nullable UUID parentId,
            @NotBlank @Size(max = 60) String name,
            @Nullable @Size(max = 1000) String description,

            @Nullable @Pattern(regexp = ProductRequests.ADDRESS)
            String imageUrl,

            @Nullable Integer sortOrder,

            @Schema(description = "Whether communities sell what is in it; yes unless said otherwise") @Nullable
            Boolean communityOn) {

        WriteCategories.Text toText() {
            return new WriteCategories.Text(
                    Optional.ofNullable(parentId).map(CategoryId::new),
                    name,
                    Optional.ofNullable(description).orElse(""),
                    Optional.ofNullable(imageUrl),
                    Optional.ofNullable(sortOrder).orElse(0),
                    !Boolean.FALSE.equals(communityOn));
        }
    }

    /** The whole tree as a list. */
    @Schema(name = "CategoryList")
    record CategoryList(List<CategoryView> items) {}

    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.SUPPORT, Role.OPS, Role.FINANCE})
    @Operation(summary = "The whole tree, parents before children")
    @APIResponse(responseCode = "200", description = "All categories")
    @APIResponse(responseCode = "401", description = "UNAUTHENTICATED")
    public Uni<CategoryList> list() {
        return categories
                .all()
                .map(all -> new CategoryList(all.stream().map(CategoryView::of).toList()));
    }

    @POST
    @ResponseStatus(201)
    @Operation(summary = "Write a new category")
    @APIResponse(
            responseCode = "201",
            description = "The category",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CategoryView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "CATALOG_CODE_TAKEN")
    @APIResponse(responseCode = "422", description = "CATEGORY_TREE, CATALOG_REFERENCE_UNKNOWN")
    public Uni<CategoryView> create(@NotNull @Valid CategoryCreate request) {
        return categories
                .create(request.code(), request.text().toText(), caller.actor())
                .invoke(this::tell)
                .map(CategoryView::of);
    }

    @PUT
    @Path("{id}")
    @Operation(summary = "Write a category anew")
    @APIResponse(responseCode = "200", description = "The category as written")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "CATEGORY_TREE, CATALOG_REFERENCE_UNKNOWN")
    public Uni<CategoryView> edit(@PathParam("id") UUID id, @NotNull @Valid CategoryEdit request) {
        return categories
                .edit(new CategoryId(id), request.text().toText(), request.version(), caller.actor())
                .invoke(this::tell)
                .map(CategoryView::of);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Remove a category that nothing uses")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "CATALOG_IN_USE")
    public Uni<Void> delete(@PathParam("id") UUID id) {
        return categories.delete(new CategoryId(id), caller.actor()).invoke(this::tell);
    }

    /** It is committed: the tree is another, and so are the lists within it. */
    private void tell() {
        changes.tell("categories", "products");
    }
}
