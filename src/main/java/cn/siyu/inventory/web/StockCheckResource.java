package cn.siyu.inventory.web;

import cn.siyu.inventory.app.CheckStock;
import cn.siyu.inventory.app.CorrectStock;
import cn.siyu.inventory.store.CheckStore.DifferenceView;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.job.JobAnswers;
import cn.siyu.kernel.job.JobView;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Counters that are not what their movements and reservations say: looked for, listed, and corrected by hand. */
@Path("/api/admin/v1/stock-differences")
@Tag(name = "stock")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class StockCheckResource {

    private final CheckStock check;
    private final CorrectStock correct;
    private final Idempotency idempotency;
    private final JobAnswers jobs;
    private final Caller caller;

    StockCheckResource(
            CheckStock check, CorrectStock correct, Idempotency idempotency, JobAnswers jobs, Caller caller) {
        this.check = check;
        this.correct = correct;
        this.idempotency = idempotency;
        this.jobs = jobs;
        this.caller = caller;
    }

    /** What is really there, and why the books said otherwise. */
    @Schema(name = "StockCorrectionRequest")
    record CorrectionRequest(
            @Min(0) @Max(1_000_000) int counted,
            @NotBlank @Size(max = 200) String reason) {}

    /** The counter as it is from now on. */
    @Schema(name = "StockCorrectionView")
    record CorrectionView(UUID differenceId, UUID skuId, UUID poolId, int onHand, int reserved) {}

    /** What the checks found, the newest first. */
    @GET
    @RolesAllowed({Role.OPS, Role.MERCHANDISER, Role.ADMIN, Role.AUDITOR, Role.FINANCE})
    @Operation(summary = "List stock differences")
    @APIResponse(responseCode = "200", description = "One page; the list is empty when all is well")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<DifferenceView>> list(
            @Parameter(description = "Only those that are neither gone nor corrected")
                    @QueryParam("open")
                    @DefaultValue("true")
                    boolean open,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return check.differences(open, page, size);
    }

    /** Looks through all counters now; the job's file {@code differences.csv} names what differs, and {@code failed} counts it. */
    @POST
    @Path("/check")
    @RolesAllowed({Role.OPS, Role.FINANCE, Role.ADMIN})
    @Operation(summary = "Check all stock counters against their movements and reservations")
    @APIResponse(
            responseCode = "202",
            description = "A job was begun",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<Response> check() {
        return check.submit(caller.actor()).chain(jobs::accepted);
    }

    /** The counter becomes what was counted, and one movement explains it. */
    @POST
    @Path("/{id}/correction")
    @RolesAllowed({Role.OPS, Role.ADMIN})
    @Operation(summary = "Correct a stock difference by a count")
    @APIResponse(
            responseCode = "201",
            description = "Counter and movements agree again",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CorrectionView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: there is no such difference, or it is settled")
    @APIResponse(responseCode = "422", description = "STOCK_LINES_REFUSED: fewer than are kept; IDEMPOTENCY_MISMATCH")
    public Uni<Response> correct(
            @PathParam("id") UUID id,
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @Valid @NotNull CorrectionRequest request) {
        var actor = caller.actor();
        return idempotency.once(
                actor.id(),
                "stock.correct",
                IdempotencyKey.of(key),
                new Asked(id, request),
                201,
                tx -> correct.correct(tx, actor, id, request.counted(), request.reason())
                        .map(done -> new CorrectionView(
                                done.difference(), done.sku().value(), done.pool(), done.onHand(), done.reserved())));
    }

    /** A correction together with what it corrects: of another difference it would be another request. */
    record Asked(UUID id, CorrectionRequest request) {}
}
