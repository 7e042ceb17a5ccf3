package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.app.KeepMaterials;
import cn.siyu.koc.domain.Material;
import cn.siyu.koc.web.KocMaterialView.DetailView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
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

/** The kit: what KOCs and sellers are given to share. */
@Path("/api/admin/v1/koc-materials")
@Tag(name = "admin koc")
public class KocMaterialResource {

    private static final int CREATED = 201;

    private final KeepMaterials materials;
    private final Caller caller;

    KocMaterialResource(KeepMaterials materials, Caller caller) {
        this.materials = materials;
        this.caller = caller;
    }

    /** What staff say about a material. */
    @Schema(name = "KocMaterialSketch")
    public record SketchRequest(
            Material.@NotNull Kind kind,
            @NotBlank @Size(max = 60) String title,

            @Schema(description = "What is said with the link") @NotBlank @Size(max = 200)
            String words,

            @Schema(description = "Addresses of pictures or of a video") @Nullable @Size(max = 9)
            List<@NotNull @Pattern(regexp = "https://[^\\s\"<>]{4,490}") String> media,

            @Nullable UUID spuId,
            @Nullable UUID activityId,

            @Schema(description = "Of the communities that it is for; absent: all") @Nullable @Size(max = 20)
            List<@NotBlank @Size(max = 40) String> categories,

            @NotNull Instant validFrom,
            @NotNull Instant validUntil) {

        Material.Sketch sketch() {
            return new Material.Sketch(
                    kind,
                    title,
                    words,
                    media == null ? List.of() : List.copyOf(media),
                    Optional.ofNullable(spuId),
                    Optional.ofNullable(activityId),
                    categories == null ? List.of() : List.copyOf(categories),
                    validFrom,
                    validUntil);
        }
    }

    /** A material as it is to be, and the version that was read. */
    @Schema(name = "KocMaterialChangeRequest")
    public record ChangeRequest(@NotNull @Valid SketchRequest material, long version) {}

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "List materials")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<KocMaterialView>> list(
            @QueryParam("state") Material.@Nullable State state,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return materials
                .page(state, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(KocMaterialView::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    /** With what came of it. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "See a material")
    @APIResponse(responseCode = "200", description = "The material")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<DetailView> see(@PathParam("id") UUID id) {
        return materials.see(id).map(DetailView::of);
    }

    /** Words and goods that the law does not let be promoted are refused now and not when somebody shares. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Add a material")
    @APIResponse(
            responseCode = "201",
            description = "The material",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = DetailView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "422", description = "PROMOTION_WORDING, MATERIAL_TARGET_UNKNOWN")
    public Uni<DetailView> add(@Valid @NotNull SketchRequest request) {
        return materials.add(request.sketch(), caller.actor()).map(DetailView::of);
    }

    /** Links that would say or lead to something else now, or live longer than the material, are revoked. */
    @PUT
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Change a material")
    @APIResponse(responseCode = "200", description = "The material")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "PROMOTION_WORDING, MATERIAL_TARGET_UNKNOWN")
    public Uni<DetailView> change(@PathParam("id") UUID id, @Valid @NotNull ChangeRequest request) {
        return materials
                .change(id, request.version(), request.material().sketch(), caller.actor())
                .map(DetailView::of);
    }

    /** For ever, with all links that were made for it. */
    @POST
    @Path("/{id}/withdraw")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Withdraw a material")
    @APIResponse(responseCode = "200", description = "The material")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<DetailView> withdraw(@PathParam("id") UUID id, @Valid @NotNull KocReason why) {
        return materials.withdraw(id, why.reason(), caller.actor()).map(DetailView::of);
    }
}
