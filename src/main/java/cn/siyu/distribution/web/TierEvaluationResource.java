package cn.siyu.distribution.web;

import cn.siyu.distribution.app.ReadTiers;
import cn.siyu.distribution.domain.TierFigures;
import cn.siyu.distribution.domain.TierInputs;
import cn.siyu.distribution.domain.TierInputs.Occasion;
import cn.siyu.distribution.domain.TierVerdict;
import cn.siyu.distribution.domain.TierVerdict.Outcome;
import cn.siyu.distribution.domain.TierWindow;
import cn.siyu.distribution.store.TierEvaluationStore.Evaluation;
import cn.siyu.distribution.store.TierEvaluationStore.Filter;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Decisions about tiers, with everything that they were made of. */
@Path("/api/admin/v1/tiers/evaluations")
@Tag(name = "admin tiers")
public class TierEvaluationResource {

    private final ReadTiers tiers;

    TierEvaluationResource(ReadTiers tiers) {
        this.tiers = tiers;
    }

    /** What was decided. */
    @Schema(name = "TierVerdictView")
    record VerdictView(
            Outcome outcome,
            UUID tierId,

            @Schema(description = "The highest whose conditions were met")
            UUID reachedTierId,

            int missedPeriods,
            String reason) {

        static VerdictView of(TierVerdict verdict) {
            return new VerdictView(
                    verdict.outcome(), verdict.tier(), verdict.reached(), verdict.missed(), verdict.reason());
        }
    }

    /** What was sold in a window; the money that went back counts against the day of the sale. */
    @Schema(name = "TierTotalsView")
    record TotalsView(
            TierWindow window,
            LocalDate from,
            long goodsFen,
            long refundedFen,
            long netFen,
            int orders,
            int payingCustomers,
            int activeDays) {}

    /** What was looked at. */
    @Schema(name = "TierInputsView")
    record InputsView(
            Occasion occasion,
            LocalDate from,
            LocalDate asOf,
            UUID tierId,
            LocalDate since,
            int missedPeriods,
            boolean pinned,
            int certificates,
            List<TotalsView> totals) {

        static InputsView of(TierInputs inputs) {
            var footing = inputs.footing();
            return new InputsView(
                    inputs.occasion(),
                    inputs.from(),
                    inputs.asOf(),
                    footing.tier(),
                    footing.since(),
                    footing.missed(),
                    footing.pinned(),
                    inputs.figures().certificates(),
                    totals(inputs.figures(), inputs.asOf()));
        }

        private static List<TotalsView> totals(TierFigures figures, LocalDate asOf) {
            return figures.windows().entrySet().stream()
                    .map(each -> new TotalsView(
                            each.getKey(),
                            each.getKey().first(asOf),
                            each.getValue().goodsFen(),
                            each.getValue().refundedFen(),
                            each.getValue().goodsFen() - each.getValue().refundedFen(),
                            each.getValue().orders(),
                            each.getValue().customers(),
                            each.getValue().activeDays()))
                    .toList();
        }
    }

    /** One decision. */
    @Schema(name = "TierEvaluationView")
    record EvaluationView(
            UUID id,
            UUID distributorId,
            Instant at,

            @Schema(description = "At whose end; absent for an event") @Nullable
            String period,

            int rulesVersion,
            InputsView inputs,
            VerdictView verdict) {

        static EvaluationView of(Evaluation evaluation) {
            return new EvaluationView(
                    evaluation.id(),
                    evaluation.distributor().value(),
                    evaluation.at(),
                    evaluation.period().orElse(null),
                    evaluation.rulesVersion(),
                    InputsView.of(evaluation.inputs()),
                    VerdictView.of(evaluation.verdict()));
        }
    }

    /** Whether deciding again says the same. */
    @Schema(name = "TierReplayResult")
    enum Result {
        MATCH,
        MISMATCH
    }

    /** A decision and the same decision made once more. */
    @Schema(name = "TierReplayView")
    record ReplayView(Result result, int rulesVersion, VerdictView kept, VerdictView decided) {
        static ReplayView of(ReadTiers.Replay replay) {
            return new ReplayView(
                    replay.matches() ? Result.MATCH : Result.MISMATCH,
                    replay.kept().rulesVersion(),
                    VerdictView.of(replay.kept().verdict()),
                    VerdictView.of(replay.decided()));
        }
    }

    /** All that period ends decided, and of events those that moved somebody; the newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List evaluations of tiers")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<EvaluationView>> list(
            @QueryParam("distributorId") @Nullable UUID distributor,
            @QueryParam("period") @Nullable @Size(max = 10) String period,
            @QueryParam("outcome") @Nullable Outcome outcome,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return tiers.evaluations(new Filter(distributor, period, outcome), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(EvaluationView::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    /** One of them. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See an evaluation of a tier")
    @APIResponse(responseCode = "200", description = "The evaluation")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<EvaluationView> see(@PathParam("id") UUID id) {
        return tiers.evaluation(id).map(EvaluationView::of);
    }

    /** From the inputs that were kept and the rules of then alone. */
    @GET
    @Path("/{id}/replay")
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "Decide an evaluation once more and compare")
    @APIResponse(responseCode = "200", description = "MATCH, or MISMATCH when the result was meddled with")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<ReplayView> replay(@PathParam("id") UUID id) {
        return tiers.replay(id).map(ReplayView::of);
    }
}
