package cn.siyu.kernel.job;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Long work as staff see it: how far it is, what it left, and a way to stop it. */
@Path(JobViews.PATH)
@Tag(name = "jobs")
@Produces(MediaType.APPLICATION_JSON)
class JobResource {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final JobViews views;
    private final JobRows rows;
    private final JobWatch watch;
    private final Caller caller;

    JobResource(JobViews views, JobRows rows, JobWatch watch, Caller caller) {
        this.views = views;
        this.rows = rows;
        this.watch = watch;
        this.caller = caller;
    }

    /** The newest jobs first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.FINANCE, Role.OPS, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "List jobs")
    @APIResponse(responseCode = "200", description = "One page of jobs, the newest first")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<JobView>> list(
            @QueryParam("state") @Nullable JobState state,
            @QueryParam("kind") @Nullable @Pattern(regexp = "[a-z0-9-]{1,60}") String kind,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return views.list(state, kind, page, size);
    }

    /** One job, with the links to its files. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.FINANCE, Role.OPS, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "See a job")
    @APIResponse(responseCode = "200", description = "The job")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<JobView> one(@PathParam("id") UUID id) {
        return views.one(id).onItem().ifNull().failWith(Refused::notFound);
    }

    /** Asks a job to end: a waiting one ends at once, a running one after its batch. */
    @POST
    @Path("/{id}/cancel")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.FINANCE, Role.OPS, Role.SUPPORT})
    @Operation(summary = "Cancel a job")
    @APIResponse(responseCode = "200", description = "The job, cancelled or asked to be")
    @APIResponse(responseCode = "403", description = "FORBIDDEN: somebody else's job")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "JOB_ENDED")
    public Uni<JobView> cancel(@PathParam("id") UUID id) {
        return views.submitter(id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(this::mayCancel)
                .chain(() -> rows.cancel(id))
                .invoke(JobResource::hadNotEnded)
                .chain(() -> views.one(id));
    }

    /** A file of the job, for whoever handed the job in and for those who oversee jobs. */
    @GET
    @Path("/{id}/files/{name}")
    @Produces(MediaType.WILDCARD)
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.FINANCE, Role.OPS, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "Download a file of a job")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content = @Content(mediaType = "*/*", schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Response> file(@PathParam("id") UUID id, @PathParam("name") @Size(max = 100) String name) {
        return views.submitter(id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(this::mayReadFiles)
                .chain(() -> rows.file(id, name))
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .map(JobResource::download);
    }

    /** The job's progress as it happens; the stream ends with the job. */
    @GET
    @Path("/{id}/events")
    @KnownJob
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.FINANCE, Role.OPS, Role.SUPPORT, Role.AUDITOR})
    @Operation(
            summary = "Watch a job",
            description = "Server-sent events named progress whose id is the job's version; after a break send "
                    + "Last-Event-ID. A comment keeps a quiet stream open.")
    @APIResponse(
            responseCode = "200",
            description = "Events until the job has ended",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Multi<OutboundSseEvent> events(
            @PathParam("id") UUID id, @HeaderParam(LAST_EVENT_ID) @DefaultValue("-1") long lastSeen, @Context Sse sse) {
        return watch.events(id, lastSeen, sse);
    }

    private void mayCancel(UUID submitter) {
        if (!submitter.equals(caller.id()) && !caller.is(Role.ADMIN) && !caller.is(Role.OPS)) {
            throw new Refused(CommonProblem.FORBIDDEN);
        }
    }

    private void mayReadFiles(UUID submitter) {
        if (!submitter.equals(caller.id())
                && !caller.is(Role.ADMIN)
                && !caller.is(Role.OPS)
                && !caller.is(Role.AUDITOR)) {
            throw Refused.notFound();
        }
    }

    private static void hadNotEnded(int touched) {
        if (touched == 0) {
            throw new Refused(JobProblem.JOB_ENDED);
        }
    }

    private static Response download(Jobs.Attachment file) {
        return Response.ok(file.content(), file.mediaType())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file.name() + "\"")
                .build();
    }
}
