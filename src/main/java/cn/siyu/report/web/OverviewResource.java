package cn.siyu.report.web;

import cn.siyu.kernel.job.JobAnswers;
import cn.siyu.kernel.job.JobView;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.report.app.ReadOverview;
import cn.siyu.report.app.RecomputeOverview;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was sold in the last days. */
@Path("/api/admin/v1/reports/overview")
@Tag(name = "admin reports")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class OverviewResource {

    private static final Map<String, Integer> DAYS = Map.of("TODAY", 1, "7D", 7, "30D", 30);

    private final ReadOverview overview;
    private final RecomputeOverview recompute;
    private final JobAnswers jobs;
    private final Caller caller;

    OverviewResource(ReadOverview overview, RecomputeOverview recompute, JobAnswers jobs, Caller caller) {
        this.overview = overview;
        this.recompute = recompute;
        this.jobs = jobs;
        this.caller = caller;
    }

    /** How many shop days back, today included. */
    @Schema(name = "OverviewRecomputeRequest")
    record RecomputeRequest(@NotNull @Min(1) @Max(400) Integer days) {}

    /** Shop days in Asia/Shanghai, today included. Nothing sold: everything is zero. */
    @GET
    @RolesAllowed({Role.FINANCE, Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "See what was sold, to whom and through whom")
    @APIResponse(responseCode = "200", description = "The overview")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<OverviewView> see(
            @QueryParam("range") @DefaultValue("TODAY") @Pattern(regexp = "TODAY|7D|30D") String range) {
        return overview.last(DAYS.getOrDefault(range, 1)).map(found -> OverviewView.of(range, found));
    }

    /** The job's file {@code differences.csv} names every difference, and {@code failed} counts them: there should be none. */
    @POST
    @Path("/recompute")
    @RolesAllowed({Role.FINANCE, Role.OPS, Role.ADMIN})
    @Operation(summary = "Recompute the overview from the orders and compare")
    @APIResponse(
            responseCode = "202",
            description = "A job was begun",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<Response> recompute(@Valid @NotNull RecomputeRequest request) {
        return recompute.submit(request.days(), caller.actor()).chain(jobs::accepted);
    }
}
