package cn.siyu.promotion.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.app.KeepTemplates;
import cn.siyu.promotion.app.KeepTemplates.Change;
import cn.siyu.promotion.app.KeepTemplates.Step;
import cn.siyu.promotion.domain.Template;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Coupon templates, for staff: written as drafts, begun, stopped, ended. */
@Path("/api/admin/v1/coupon-templates")
@Tag(name = "admin coupons")
public class TemplateResource {

    private final KeepTemplates templates;
    private final Caller caller;

    TemplateResource(KeepTemplates templates, Caller caller) {
        this.templates = templates;
        this.caller = caller;
    }

    /** A template anew; {@code version} is the one that was read. */
    @Schema(name = "CouponTemplateEdit")
    public record Edit(
            @NotNull @Valid TemplateRequest text,
            @NotNull @PositiveOrZero Long version,
            @NotBlank @Size(max = 200) String reason) {}

    /** The version that was read, and why. */
    @Schema(name = "CouponTemplateStep")
    public record StepRequest(
            @NotNull @PositiveOrZero Long version,
            @NotBlank @Size(max = 200) String reason) {}

    /** The newest first. */
    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "List coupon templates")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<TemplateView>> list(
            @QueryParam("state") Template.@Nullable State state,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return templates
                .page(state, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(TemplateView::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    /** One template. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "See a coupon template")
    @APIResponse(responseCode = "200", description = "The template")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<TemplateView> see(@PathParam("id") UUID id) {
        return templates.find(new CouponTemplateId(id)).map(TemplateView::of);
    }

    /** A draft, of which nobody gets anything yet. */
    @POST
    @ResponseStatus(201)
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Write a new coupon template")
    @APIResponse(
            responseCode = "201",
            description = "The template",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = TemplateView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "422", description = "COUPON_TEMPLATE_REFUSED, COUPON_REGULATED")
    public Uni<TemplateView> create(@Valid @NotNull TemplateRequest request) {
        return templates.create(request.terms(), caller.actor()).map(TemplateView::of);
    }

    /** A draft is written anew; later only name, note, a higher total and a later end of claiming change. */
    @PUT
    @Path("/{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Write a coupon template anew")
    @APIResponse(responseCode = "200", description = "The template")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, COUPON_TEMPLATE_FIXED")
    @APIResponse(responseCode = "422", description = "COUPON_TEMPLATE_REFUSED, COUPON_REGULATED")
    public Uni<TemplateView> edit(@PathParam("id") UUID id, @Valid @NotNull Edit request) {
        return templates
                .edit(
                        new CouponTemplateId(id),
                        request.text().terms(),
                        new Change(caller.actor(), request.version(), request.reason()))
                .map(TemplateView::of);
    }

    /** From now on coupons are given out. */
    @POST
    @Path("/{id}/start")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Begin a coupon template")
    @APIResponse(responseCode = "200", description = "The template")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "COUPON_TEMPLATE_REFUSED, COUPON_REGULATED")
    public Uni<TemplateView> start(@PathParam("id") UUID id, @Valid @NotNull StepRequest request) {
        return step(id, Step.START, request);
    }

    /** Nobody gets one and nobody uses one until it goes on; what is in an order stays in it. */
    @POST
    @Path("/{id}/pause")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Stop a coupon template for now")
    @APIResponse(responseCode = "200", description = "The template")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<TemplateView> pause(@PathParam("id") UUID id, @Valid @NotNull StepRequest request) {
        return step(id, Step.PAUSE, request);
    }

    /** It goes on where it was stopped. */
    @POST
    @Path("/{id}/resume")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Let a coupon template go on")
    @APIResponse(responseCode = "200", description = "The template")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<TemplateView> resume(@PathParam("id") UUID id, @Valid @NotNull StepRequest request) {
        return step(id, Step.RESUME, request);
    }

    /** Nobody gets one any more; what was given out can be used until its time is over. */
    @POST
    @Path("/{id}/end")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "End a coupon template")
    @APIResponse(responseCode = "200", description = "The template")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<TemplateView> end(@PathParam("id") UUID id, @Valid @NotNull StepRequest request) {
        return step(id, Step.END, request);
    }

    private Uni<TemplateView> step(UUID id, Step step, StepRequest request) {
        return templates
                .step(new CouponTemplateId(id), step, new Change(caller.actor(), request.version(), request.reason()))
                .map(TemplateView::of);
    }
}
