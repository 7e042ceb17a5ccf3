package cn.siyu.commission.web;

import cn.siyu.commission.app.ArrangePayouts;
import cn.siyu.commission.app.ArrangePayouts.Proposal;
import cn.siyu.commission.app.ReadPayouts;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.PayoutBatch;
import cn.siyu.commission.domain.PayoutBatch.Filter;
import cn.siyu.commission.domain.PayoutBatch.ItemState;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.job.JobAnswers;
import cn.siyu.kernel.job.JobView;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
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
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Payouts in batches: one of finance proposes approved withdrawals, another releases them, a job sends them. */
@Path("/api/admin/v1/payout-batches")
@Tag(name = "Commissions (admin)")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class PayoutBatchResource {

    private static final int MOST = 10_000;

    private final ArrangePayouts arrange;
    private final ReadPayouts read;
    private final JobAnswers jobs;
    private final Caller caller;

    @Inject
    PayoutBatchResource(ArrangePayouts arrange, ReadPayouts read, JobAnswers jobs, Caller caller) {
        this.arrange = arrange;
        this.read = read;
        this.jobs = jobs;
        this.caller = caller;
    }

    /** Which approved withdrawals are meant; what is absent does not matter. */
    @Schema(name = "PayoutBatchRequest")
    record Wanted(
            Payee.@Nullable Kind accountKind,
            @Nullable @Min(1) Long leastFen,
            @Nullable @Min(1) Long mostFen,
            @Nullable Instant requestedUntil,

            @Schema(description = "At most so many, the oldest first; absent: 10000") @Nullable @Min(1) @Max(MOST)
            Integer most,

            @NotBlank @Size(max = 200) String reason) {

        Proposal proposal() {
            return new Proposal(
                    new Filter(
                            Optional.ofNullable(accountKind),
                            Optional.ofNullable(leastFen).map(Money::new),
                            Optional.ofNullable(mostFen).map(Money::new),
                            Optional.ofNullable(requestedUntil)),
                    most == null ? MOST : most,
                    reason);
        }
    }

    /** What somebody decided, about the version that he saw. */
    @Schema(name = "PayoutBatchDecision")
    record Decision(
            @NotNull @Min(0) Long version,
            @NotBlank @Size(max = 200) String reason) {}

    /** Takes what is approved now and in no other living batch. */
    @POST
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Propose a payout batch")
    @APIResponse(
            responseCode = "201",
            description = "The batch",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PayoutBatchView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "409", description = "PAYOUT_BATCH_EMPTY")
    @APIResponse(responseCode = "422", description = "IDEMPOTENCY_MISMATCH")
    public Uni<Response> propose(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key, @Valid @NotNull Wanted wanted) {
        return arrange.propose(wanted.proposal(), IdempotencyKey.of(key), caller.actor(), PayoutBatchView::of);
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List payout batches")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<PayoutBatchView>> list(
            @QueryParam("state") PayoutBatch.@Nullable State state,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return read.page(state, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(PayoutBatchView::of).toList(), page, size, found.total()));
    }

    /** With how its withdrawals stand at this moment. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See a payout batch")
    @APIResponse(responseCode = "200", description = "The batch")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<PayoutBatchView> see(@PathParam("id") UUID id) {
        return read.see(id).map(PayoutBatchView::of);
    }

    /** In the order of their ids. */
    @GET
    @Path("/{id}/items")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List the withdrawals of a payout batch")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<NumberedPage<PayoutBatchView.Item>> items(
            @PathParam("id") UUID id,
            @QueryParam("state") @Nullable ItemState state,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return read.items(id, state, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(PayoutBatchView.Item::of).toList(), page, size, found.total()));
    }

    /** By somebody else than who proposed it. The job's file {@code results.csv} names the result of each. */
    @POST
    @Path("/{id}/release")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Release a payout batch")
    @APIResponse(
            responseCode = "202",
            description = "A job was begun",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, PAYOUT_BATCH_STATE, FOUR_EYES")
    public Uni<Response> release(@PathParam("id") UUID id, @Valid @NotNull Decision decision) {
        return arrange.release(id, decision.version(), decision.reason(), caller.actor())
                .chain(jobs::accepted);
    }

    /** Begins another job for a batch whose job has failed; what was sent is not sent again. */
    @POST
    @Path("/{id}/resume")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Go on with a payout batch")
    @APIResponse(
            responseCode = "202",
            description = "A job was begun",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, PAYOUT_BATCH_STATE")
    public Uni<Response> resume(@PathParam("id") UUID id, @Valid @NotNull Decision decision) {
        return arrange.resume(id, decision.version(), decision.reason(), caller.actor())
                .chain(jobs::accepted);
    }

    /** Its withdrawals stay approved. */
    @POST
    @Path("/{id}/drop")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Drop a payout batch that is not released")
    @APIResponse(responseCode = "200", description = "The batch")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, PAYOUT_BATCH_STATE")
    public Uni<PayoutBatchView> drop(@PathParam("id") UUID id, @Valid @NotNull Decision decision) {
        return arrange.drop(id, decision.version(), decision.reason(), caller.actor())
                .map(PayoutBatchView::of);
    }
}
