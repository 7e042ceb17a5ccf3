package cn.siyu.distribution.web;

import cn.siyu.distribution.app.CloseTierPeriod;
import cn.siyu.distribution.store.TierPeriodStore.Ended;
import cn.siyu.kernel.job.JobAnswers;
import cn.siyu.kernel.job.JobView;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Months and quarters that are over, and what their evaluation brought. */
@Path("/api/admin/v1/tiers/periods")
@Tag(name = "admin tiers")
public class TierPeriodResource {

    private static final int MOST = 60;

    private final CloseTierPeriod periods;
    private final JobAnswers answers;
    private final Caller caller;

    TierPeriodResource(CloseTierPeriod periods, JobAnswers answers, Caller caller) {
        this.periods = periods;
        this.answers = answers;
        this.caller = caller;
    }

    /** A period with its evaluation as far as it has come. */
    @Schema(name = "TierPeriodView")
    record PeriodView(
            String period,
            LocalDate firstDay,
            LocalDate lastDay,
            int rulesVersion,
            @Nullable UUID jobId,
            Instant begunAt,
            @Nullable Instant doneAt,
            long evaluated,
            long raised,
            long lowered,
            long warned) {

        static PeriodView of(Ended ended) {
            return new PeriodView(
                    ended.period().name(),
                    ended.period().first(),
                    ended.period().last(),
                    ended.rulesVersion(),
                    ended.job().orElse(null),
                    ended.begunAt(),
                    ended.doneAt().orElse(null),
                    ended.evaluated(),
                    ended.raised(),
                    ended.lowered(),
                    ended.warned());
        }
    }

    /** The latest first; at most sixty. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List the periods whose end was evaluated")
    @APIResponse(responseCode = "200", description = "The periods")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<Page<PeriodView>> list() {
        return periods.all(MOST)
                .map(all -> new Page<>(all.stream().map(PeriodView::of).toList(), null));
    }

    /** Who was evaluated stays so; the others are met now, by the rules with which it began. */
    @POST
    @Path("/{period}/resume")
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Go on with a period whose job did not come to its end")
    @APIResponse(
            responseCode = "202",
            description = "The job; see it at Location",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED: it is evaluated")
    public Uni<Response> resume(@PathParam("period") String period, @Valid @NotNull ReasonRequest request) {
        return periods.again(period, request.reason(), caller.actor()).chain(answers::accepted);
    }
}
