package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.koc.app.DoTasks;
import cn.siyu.koc.app.DoTasks.Verdict;
import cn.siyu.koc.web.KocTaskView.PartView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Staff look at what a KOC has shown. */
@Path("/api/admin/v1/koc-task-parts")
@Tag(name = "admin koc")
public class KocTaskPartResource {

    private final DoTasks tasks;
    private final Caller caller;

    KocTaskPartResource(DoTasks tasks, Caller caller) {
        this.tasks = tasks;
        this.caller = caller;
    }

    /** It is what was asked. */
    @POST
    @Path("/{id}/accept")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT})
    @Operation(summary = "Accept what a KOC has shown")
    @APIResponse(responseCode = "200", description = "The part")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<PartView> accept(@PathParam("id") UUID id) {
        return tasks.byStaff(id, new Verdict.Accepted(), caller.actor()).map(PartView::of);
    }

    /** He may show it again as long as there is time. */
    @POST
    @Path("/{id}/reject")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT})
    @Operation(summary = "Reject what a KOC has shown")
    @APIResponse(responseCode = "200", description = "The part")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<PartView> reject(@PathParam("id") UUID id, @Valid @NotNull KocReason why) {
        return tasks.byStaff(id, new Verdict.Rejected(why.reason()), caller.actor())
                .map(PartView::of);
    }
}
