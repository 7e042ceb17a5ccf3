package cn.siyu.payment.web;

import cn.siyu.kernel.job.JobAnswers;
import cn.siyu.kernel.job.JobView;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.payment.app.BillDesk;
import cn.siyu.payment.app.BillDesk.Day;
import cn.siyu.payment.app.ScheduleBills;
import cn.siyu.payment.domain.BillDayState;
import cn.siyu.payment.store.BillStore.Total;
import cn.siyu.wechat.Bills.What;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** WeChat's bills day by day: whether they are reconciled, and what both sides add up to. */
@Path("/api/admin/v1/payment-bills")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Bills (admin)")
class PaymentBillResource {

    private final BillDesk desk;
    private final ScheduleBills schedule;
    private final JobAnswers jobs;
    private final Caller caller;

    @Inject
    PaymentBillResource(BillDesk desk, ScheduleBills schedule, JobAnswers jobs, Caller caller) {
        this.desk = desk;
        this.schedule = schedule;
        this.jobs = jobs;
        this.caller = caller;
    }

    /** A day whose bills are to be reconciled, again if need be. */
    @Schema(name = "PaymentBillRequest")
    record Reconcile(@NotNull LocalDate day) {}

    /** What both sides say that a day adds up to. */
    @Schema(name = "PaymentBillTotalView")
    record TotalView(What what, long oursCount, long oursFen, long theirsCount, long theirsFen) {

        static TotalView of(Total total) {
            return new TotalView(
                    total.what(), total.oursCount(), total.oursFen(), total.theirsCount(), total.theirsFen());
        }
    }

    /** A day with its bills; {@code openDifferences} wait for finance. */
    @Schema(name = "PaymentBillDayView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DayView(
            LocalDate day,
            BillDayState state,
            List<TotalView> totals,
            long openDifferences,
            long resolvedDifferences,
            @Nullable UUID jobId,
            @Nullable String failure,
            @Nullable Instant nextTryAt,
            @Nullable Instant reconciledAt) {

        static DayView of(Day found) {
            var day = found.day();
            return new DayView(
                    day.day(),
                    day.state(),
                    found.totals().stream().map(TotalView::of).toList(),
                    day.open(),
                    day.resolved(),
                    day.job().orElse(null),
                    day.failure().orElse(null),
                    day.nextTryAt().orElse(null),
                    day.reconciledAt().orElse(null));
        }
    }

    /** The newest day first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List days with their bills")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST: the page is wrong")
    public Uni<NumberedPage<DayView>> list(
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return desk.days(page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(DayView::of).toList(), page, size, found.total()));
    }

    /** Every day is reconciled by itself; this is for another look. The job's {@code failed} counts what is open. */
    @POST
    @Path("/reconcile")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Reconcile the bills of a day")
    @APIResponse(
            responseCode = "202",
            description = "A job was begun",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    @APIResponse(responseCode = "422", description = "BILL_NOT_READY, BILL_TOO_OLD")
    public Uni<Response> reconcile(@Valid @NotNull Reconcile request) {
        return schedule.reconcile(request.day(), caller.actor()).chain(jobs::accepted);
    }
}
