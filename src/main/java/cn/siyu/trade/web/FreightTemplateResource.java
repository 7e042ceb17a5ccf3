package cn.siyu.trade.web;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import cn.siyu.trade.app.FreightTemplates;
import cn.siyu.trade.domain.FreightTemplate;
import cn.siyu.trade.domain.FreightTemplate.Basis;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import jakarta.ws.rs.QueryParam;
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

/** What sending costs, by region. */
@Path("/api/admin/v1/freight-templates")
@Tag(name = "admin freight")
public class FreightTemplateResource {

    private static final int CREATED = 201;
    private static final String REGION = "[0-9]{2,6}";

    private final FreightTemplates templates;
    private final Caller caller;

    FreightTemplateResource(FreightTemplates templates, Caller caller) {
        this.templates = templates;
        this.caller = caller;
    }

    /** The price in some regions. */
    @Schema(name = "FreightZone")
    public record ZoneRequest(
            @Schema(description = "Prefixes of region codes; none: everywhere else") @NotNull @Size(max = 100)
            List<@NotNull @Pattern(regexp = REGION) String> regions,

            @Schema(description = "Grams or pieces that firstFen pays") @Min(1) @Max(1_000_000)
            long first,

            @Min(0) @Max(1_000_000) long firstFen,

            @Schema(description = "Grams or pieces of each further step") @Min(1) @Max(1_000_000)
            long additional,

            @Min(0) @Max(1_000_000) long additionalFen) {

        static ZoneRequest of(FreightTemplate.Zone zone) {
            return new ZoneRequest(
                    zone.regions(), zone.first(), zone.firstFen(), zone.additional(), zone.additionalFen());
        }

        FreightTemplate.Zone zone() {
            return new FreightTemplate.Zone(regions, first, firstFen, additional, additionalFen);
        }
    }

    /** A template as it is to be. */
    @Schema(name = "FreightTemplateRequest")
    public record TemplateRequest(
            @NotBlank @Size(max = 60) String name,
            @NotNull Basis basis,

            @Schema(description = "Takes it from the template that was the default")
            boolean defaultTemplate,

            @Schema(description = "Goods of this worth are sent free of charge") @Nullable @Min(0)
            Long freeAboveFen,

            @Schema(description = "Prefixes of region codes that nothing is sent to") @NotNull @Size(max = 100)
            List<@NotNull @Pattern(regexp = REGION) String> undeliverable,

            @NotNull @Size(min = 1, max = 50) List<@Valid @NotNull ZoneRequest> zones,

            @Schema(description = "The version that was read; ignored when it is new")
            long version) {

        FreightTemplate template(UUID id) {
            return new FreightTemplate(
                    id,
                    name,
                    basis,
                    defaultTemplate,
                    Optional.ofNullable(freeAboveFen).map(Money::new),
                    undeliverable,
                    zones.stream().map(ZoneRequest::zone).toList(),
                    version);
        }
    }

    /** A template as it is. */
    @Schema(name = "FreightTemplateView")
    record TemplateView(
            UUID id,
            String name,
            Basis basis,
            boolean defaultTemplate,
            @Nullable Long freeAboveFen,
            List<String> undeliverable,
            List<ZoneRequest> zones,
            long version) {

        static TemplateView of(FreightTemplate template) {
            return new TemplateView(
                    template.id(),
                    template.name(),
                    template.basis(),
                    template.isDefault(),
                    template.freeAbove().map(Money::fen).orElse(null),
                    template.undeliverable(),
                    template.zones().stream().map(ZoneRequest::of).toList(),
                    template.version());
        }
    }

    /** The default first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "List freight templates")
    @APIResponse(responseCode = "200", description = "All of them")
    public Uni<Page<TemplateView>> list() {
        return templates
                .all()
                .map(all -> new Page<>(all.stream().map(TemplateView::of).toList(), null));
    }

    /** One template. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "See a freight template")
    @APIResponse(responseCode = "200", description = "The template")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<TemplateView> see(@PathParam("id") UUID id) {
        return templates.find(id).map(TemplateView::of);
    }

    /** A new one. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Add a freight template")
    @APIResponse(
            responseCode = "201",
            description = "The template",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TemplateView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "FREIGHT_TEMPLATE_EXISTS")
    public Uni<TemplateView> add(@Valid @NotNull TemplateRequest request) {
        return templates.add(request.template(Ids.next()), caller.actor()).map(TemplateView::of);
    }

    /** As a whole, if nobody has changed it meanwhile. */
    @PUT
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Change a freight template")
    @APIResponse(responseCode = "200", description = "The template")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, FREIGHT_TEMPLATE_EXISTS")
    @APIResponse(responseCode = "422", description = "FREIGHT_DEFAULT_NEEDED")
    public Uni<TemplateView> change(@PathParam("id") UUID id, @Valid @NotNull TemplateRequest request) {
        return templates.change(request.template(id), caller.actor()).map(TemplateView::of);
    }

    /** Not the default one. */
    @DELETE
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Remove a freight template")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "FREIGHT_DEFAULT_NEEDED")
    public Uni<Void> remove(@PathParam("id") UUID id, @QueryParam("version") long version) {
        return templates.remove(id, version, caller.actor());
    }
}
