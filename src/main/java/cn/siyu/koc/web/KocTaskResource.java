package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.app.GiveTasks;
import cn.siyu.koc.web.KocTaskView.PartView;
import cn.siyu.koc.web.KocTaskView.WishRequest;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** What KOCs are asked to do. Nothing is paid for it. */
@Path("/api/admin/v1/koc-tasks")
@Tag(name = "admin koc")
public class KocTaskResource {

    private static final int CREATED = 201;

    private final GiveTasks tasks;
    private final Caller caller;

    KocTaskResource(GiveTasks tasks, Caller caller) {
        this.tasks = tasks;
        this.caller = caller;
    }

    /** What is asked, and of the KOCs of which communities. */
    @Schema(name = "KocTaskRequest")
    public record TaskRequest(
            @NotNull @Valid WishRequest task,

            @Schema(description = "Absent: of all communities") @Nullable @Size(min = 1, max = 500)
            List<@NotNull UUID> communityIds) {}

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "List tasks of KOCs")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<KocTaskView>> list(
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return tasks.page(page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(KocTaskView::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    /** With how far the KOCs are. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "See a task of KOCs")
    @APIResponse(responseCode = "200", description = "The task")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<KocTaskView> see(@PathParam("id") UUID id) {
        return tasks.see(id).map(KocTaskView::of);
    }

    /** By the names of the KOCs. */
    @GET
    @Path("/{id}/parts")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "List what each KOC has done of a task")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<NumberedPage<PartView>> parts(
            @PathParam("id") UUID id,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return tasks.parts(id, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(PartView::of).toList(), found.page(), found.size(), found.total()));
    }

    /** Every KOC who serves one of the communities now has a part in it. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Ask KOCs to do something")
    @APIResponse(
            responseCode = "201",
            description = "The task",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = KocTaskView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "422", description = "TASK_FOR_NOBODY, TASK_MATERIAL_UNKNOWN, PROMOTION_WORDING")
    public Uni<KocTaskView> add(@Valid @NotNull TaskRequest request) {
        return tasks.byStaff(request.task().wish(), KocTaskView.communities(request.communityIds()), caller.actor())
                .map(KocTaskView::of);
    }

    /** What is done stays done. */
    @POST
    @Path("/{id}/cancel")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Cancel a task of KOCs")
    @APIResponse(responseCode = "200", description = "The task")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<KocTaskView> cancel(@PathParam("id") UUID id, @Valid @NotNull KocReason why) {
        return tasks.cancel(id, why.reason(), caller.actor()).map(KocTaskView::of);
    }
}
