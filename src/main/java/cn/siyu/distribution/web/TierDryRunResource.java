package cn.siyu.distribution.web;

import cn.siyu.distribution.app.DryRunTiers;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.TierBook;
import cn.siyu.distribution.domain.TierBook.Match;
import cn.siyu.distribution.domain.TierVerdict.Outcome;
import cn.siyu.distribution.store.TierDryRunStore.DryRun;
import cn.siyu.distribution.store.TierDryRunStore.Move;
import cn.siyu.distribution.web.TierPolicyResource.MovementView;
import cn.siyu.distribution.web.TierPolicyResource.RulesView;
import cn.siyu.kernel.job.JobAnswers;
import cn.siyu.kernel.job.JobView;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who would move on the ladder, if rules were others or a period ended today. */
@Path("/api/admin/v1/tiers/dry-runs")
@Tag(name = "admin tiers")
public class TierDryRunResource {

    private final DryRunTiers runs;
    private final JobAnswers answers;
    private final Caller caller;

    TierDryRunResource(DryRunTiers runs, JobAnswers answers, Caller caller) {
        this.runs = runs;
        this.answers = answers;
        this.caller = caller;
    }

    /** The rules in question; what is absent is as it is in force. */
    @Schema(name = "TierDryRunRequest")
    public record DryRunRequest(
            @Schema(description = "The last day that counts; today when absent") @Nullable
            LocalDate asOf,

            @Valid @Nullable MovementView movement,
            @Nullable @Size(max = 100) List<@NotNull @Valid WayRequest> tiers) {

        TierBook of(TierBook book) {
            var moved = movement == null ? book : book.as(book.version(), movement.movement());
            return tiers == null ? moved : tiers.stream().reduce(moved, WayRequest::in, (_, last) -> last);
        }
    }

    /** What would lead to a tier. */
    @Schema(name = "TierWayRequest")
    record WayRequest(
            @NotNull UUID tierId,
            @NotNull Match match,
            @NotNull @Size(max = 12) List<@NotNull @Valid TierConditionRequest> conditions) {

        static TierBook in(TierBook book, WayRequest way) {
            if (book.find(way.tierId()).isEmpty()) {
                throw new Refused(DistributionProblem.TIER_UNKNOWN);
            }
            return book.with(
                    way.tierId(), step -> step.under(way.match(), TierConditionRequest.conditions(way.conditions())));
        }
    }

    /** A dry run as far as it has come; its job has the progress. */
    @Schema(name = "TierDryRunView")
    record DryRunView(
            UUID id,
            LocalDate from,
            LocalDate asOf,
            RulesView rules,
            Instant askedAt,
            String askedBy,
            @Nullable Instant doneAt,
            long evaluated,
            long raised,
            long lowered,
            long warned) {

        static DryRunView of(DryRun run) {
            return new DryRunView(
                    run.id(),
                    run.question().period().first(),
                    run.question().period().last(),
                    RulesView.of(run.question().book()),
                    run.askedAt(),
                    run.askedBy(),
                    run.doneAt().orElse(null),
                    run.evaluated(),
                    run.raised(),
                    run.lowered(),
                    run.warned());
        }
    }

    /** Somebody who would move, or be warned. */
    @Schema(name = "TierDryMoveView")
    record MoveView(UUID distributorId, String name, Outcome outcome, UUID tierBefore, UUID tierAfter, String reason) {

        static MoveView of(Move move) {
            return new MoveView(
                    move.distributor().value(),
                    move.shownName(),
                    move.outcome(),
                    move.before(),
                    move.after(),
                    move.reason());
        }
    }

    /** Nobody is moved. The id of the job is the dry run's too. */
    @POST
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS})
    @Operation(summary = "Find out who would move")
    @APIResponse(
            responseCode = "202",
            description = "The job; see it at Location",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(
            responseCode = "422",
            description = "TIER_CONDITIONS_CONTRADICT, TIER_UNKNOWN, TIER_METRIC_UNLAWFUL: L8")
    public Uni<Response> ask(@Valid @NotNull DryRunRequest request) {
        return runs.submit(request::of, Optional.ofNullable(request.asOf()), caller.actor())
                .chain(answers::accepted);
    }

    /** How far it is and how many would move. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See a dry run of the ladder")
    @APIResponse(responseCode = "200", description = "The dry run")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<DryRunView> see(@PathParam("id") UUID id) {
        return runs.see(id).map(DryRunView::of);
    }

    /** Those who would stay as they are are not listed. */
    @GET
    @Path("/{id}/moves")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List who would move")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<NumberedPage<MoveView>> moves(
            @PathParam("id") UUID id,
            @QueryParam("outcome") @Nullable Outcome outcome,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return runs.moves(id, outcome, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(MoveView::of).toList(), found.page(), found.size(), found.total()));
    }
}
