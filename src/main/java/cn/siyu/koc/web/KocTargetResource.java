package cn.siyu.koc.web;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.app.ImportTargets;
import cn.siyu.koc.app.KeepTargets;
import cn.siyu.koc.domain.Target.Kind;
import cn.siyu.koc.domain.Target.Metric;
import cn.siyu.koc.domain.Target.Wish;
import cn.siyu.koc.domain.TargetPeriod;
import cn.siyu.koc.store.TargetStore.Filter;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What communities, sellers and KOCs are to reach, and what they have reached. */
@Path("/api/admin/v1/koc-targets")
@Tag(name = "admin koc")
public class KocTargetResource {

    private static final String CSV = "text/csv";
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final KeepTargets targets;
    private final ImportTargets imports;
    private final Caller caller;

    KocTargetResource(KeepTargets targets, ImportTargets imports, Caller caller) {
        this.targets = targets;
        this.imports = imports;
        this.caller = caller;
    }

    /** A target; there is one for each subject, metric and period. */
    @Schema(name = "KocTargetRequest")
    public record TargetRequest(
            @NotNull Kind kind,
            @NotNull UUID subjectId,
            @NotNull Metric metric,

            @Schema(
                    description = "A month or an ISO week",
                    examples = {"2026-11", "2026-W47"})
            @NotBlank
            @Size(max = 8)
            String period,

            @Schema(description = "A count, fen, or basis points, as the metric says") @Min(1) @Max(1_000_000_000_000L)
            long goal,

            @Schema(description = "Of the one that is there, as it was read; absent: there is none") @Nullable
            Long version) {

        Wish wish() {
            return new Wish(
                    kind,
                    subjectId,
                    metric,
                    TargetPeriod.of(period)
                            .orElseThrow(() -> Refused.fields(
                                    CommonProblem.INVALID_REQUEST,
                                    List.of(new FieldError("period", "is no month and no week")))),
                    goal);
        }
    }

    /** Long work that was begun: see {@code /api/admin/v1/jobs/{jobId}}. */
    @Schema(name = "KocTargetImportView")
    record ImportView(UUID jobId) {}

    /** The latest period first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List targets with what has been reached")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<KocTargetView>> list(
            @QueryParam("kind") @Nullable Kind kind,
            @QueryParam("subjectId") @Nullable UUID subject,
            @QueryParam("period") @Nullable @Size(max = 8) String period,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return targets.page(new Filter(kind, subject, period), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(KocTargetView::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    /** Whoever sets one that is there already says which version he has read. */
    @PUT
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Set a target")
    @APIResponse(responseCode = "200", description = "The target")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "TARGET_UNKNOWN, TARGET_UNFIT")
    public Uni<KocTargetView> set(@Valid @NotNull TargetRequest request) {
        return targets.set(request.wish(), Optional.ofNullable(request.version()), caller.actor())
                .map(KocTargetView::of);
    }

    /** What has been reached is not touched by it. */
    @DELETE
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Remove a target")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Void> remove(@PathParam("id") UUID id) {
        return targets.remove(id, caller.actor());
    }

    /**
     * Columns {@code kind,subject,metric,period,goal}; UTF-8 or GBK. Targets that are there are replaced. The job's file
     * {@code errors.csv} holds the rows that could not be done, to be mended and sent again.
     */
    @POST
    @Path("/imports")
    @Consumes(CSV)
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Set targets from a CSV file")
    @APIResponse(
            responseCode = "202",
            description = "A job was begun",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ImportView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "413", description = "PAYLOAD_TOO_LARGE")
    public Uni<Response> importTargets(
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = CSV,
                                            schema =
                                                    @Schema(
                                                            implementation = String.class,
                                                            examples = "kind,subject,metric,period,goal")))
                    byte[] file) {
        if (file.length == 0 || file.length > MAX_BYTES) {
            throw new Refused(file.length == 0 ? CommonProblem.INVALID_REQUEST : CommonProblem.PAYLOAD_TOO_LARGE);
        }
        return imports.submit(file, caller.actor())
                .map(job -> Response.accepted(new ImportView(job))
                        .location(URI.create("/api/admin/v1/jobs/" + job))
                        .type(MediaType.APPLICATION_JSON)
                        .build());
    }
}
