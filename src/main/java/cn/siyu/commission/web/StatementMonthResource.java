package cn.siyu.commission.web;

import cn.siyu.commission.app.CloseStatements;
import cn.siyu.commission.app.MonthEnds;
import cn.siyu.commission.app.ReadStatements;
import cn.siyu.commission.domain.Statement;
import cn.siyu.commission.domain.StatementMonth;
import cn.siyu.commission.domain.StatementState;
import cn.siyu.commission.store.StatementPages.Total;
import cn.siyu.kernel.job.JobAnswers;
import cn.siyu.kernel.job.JobView;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.web.CsvExport;
import cn.siyu.kernel.web.CsvText;
import cn.siyu.kernel.web.Cursor;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.YearMonth;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;

/** Whole months of statements: stated by a job, looked at, exported and closed. */
@Path("/api/admin/v1/commission-statement-months")
@Tag(name = "Statements (admin)")
@Produces(MediaType.APPLICATION_JSON)
class StatementMonthResource {

    private static final int EXPORT_PAGE = 500;
    private static final List<String> TITLES = List.of(
            "month",
            "kind",
            "subject",
            "name",
            "openingFen",
            "accruedFen",
            "reversedFen",
            "adjustedFen",
            "taxFen",
            "paidFen",
            "closingFen",
            "lines",
            "state",
            "openDisputes",
            "ledgerDifferenceFen",
            "id");

    private final MonthEnds months;
    private final ReadStatements read;
    private final CloseStatements close;
    private final JobAnswers jobs;
    private final Caller caller;

    @Inject
    StatementMonthResource(
            MonthEnds months, ReadStatements read, CloseStatements close, JobAnswers jobs, Caller caller) {
        this.months = months;
        this.read = read;
        this.close = close;
        this.jobs = jobs;
        this.caller = caller;
    }

    /** Closes what can be closed. */
    @Schema(name = "StatementMonthLockRequest")
    record LockRequest(@NotBlank @Size(max = 200) String reason) {}

    /** How many were closed. */
    @Schema(name = "StatementMonthLocked")
    record Locked(long locked) {}

    /** All statements of a month, by state. */
    @Schema(name = "StatementMonthView")
    record MonthView(String month, List<StateView> states) {}

    /** Those in one state. */
    @Schema(name = "StatementMonthState")
    record StateView(StatementState.Kind state, long statements, StatementView.Sums sums, long disputed, long untied) {

        static StateView of(Total total) {
            return new StateView(
                    total.state(),
                    total.statements(),
                    StatementView.Sums.of(total.sums()),
                    total.disputed(),
                    total.untied());
        }
    }

    /** Also for those who were behind the fence; the job's {@code failed} counts who still is, and what is not tied to the ledger. */
    @POST
    @Path("/{month}/run")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "State a month")
    @APIResponse(
            responseCode = "202",
            description = "A job was begun, or is under way",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    @APIResponse(responseCode = "409", description = "STATEMENT_MONTH_OPEN, STATEMENT_MONTH_PAST")
    public Uni<Response> run(@PathParam("month") @Pattern(regexp = StatementAdminResource.MONTH) String month) {
        return months.run(month(month), caller.actor()).chain(jobs::accepted);
    }

    /** What it came to. */
    @GET
    @Path("/{month}")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See a month of statements")
    @APIResponse(responseCode = "200", description = "Sums by state")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<MonthView> see(@PathParam("month") @Pattern(regexp = StatementAdminResource.MONTH) String month) {
        return read.totals(month(month))
                .map(totals ->
                        new MonthView(month, totals.stream().map(StateView::of).toList()));
    }

    /** One line for each statement. */
    @GET
    @Path("/{month}/export")
    @Produces(CsvText.MEDIA_TYPE)
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "Export a month of statements as CSV")
    @APIResponse(
            responseCode = "200",
            description = "All statements of the month",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public RestMulti<byte[]> export(@PathParam("month") @Pattern(regexp = StatementAdminResource.MONTH) String month) {
        return CsvExport.of(
                "statements-" + month + ".csv",
                TITLES,
                after -> read.ofMonth(month(month), after.map(Cursor::id), EXPORT_PAGE),
                statement -> new Cursor(ShopCalendar.startOf(statement.month().day()), statement.id()),
                StatementMonthResource::cells);
    }

    /** Those that are agreed to, are not in dispute and tie to the ledger; the others stay as they are. */
    @POST
    @Path("/{month}/lock")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Close what can be closed of a month")
    @APIResponse(responseCode = "200", description = "How many were closed")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "503", description = "FENCED: news of the month is unheard")
    public Uni<Locked> lock(
            @PathParam("month") @Pattern(regexp = StatementAdminResource.MONTH) String month,
            @Valid @NotNull LockRequest request) {
        return close.lock(month(month), request.reason(), caller.actor()).map(Locked::new);
    }

    private static StatementMonth month(String text) {
        return new StatementMonth(YearMonth.parse(text));
    }

    private static List<String> cells(Statement statement) {
        var sums = statement.sums();
        return List.of(
                statement.month().toString(),
                statement.kind().name(),
                statement.subject().toString(),
                statement.name().orElse(""),
                Long.toString(sums.opening().fen()),
                Long.toString(sums.accrued().fen()),
                Long.toString(sums.reversed().fen()),
                Long.toString(sums.adjusted().fen()),
                Long.toString(sums.tax().fen()),
                Long.toString(sums.paid().fen()),
                Long.toString(sums.closing().fen()),
                Integer.toString(statement.lines()),
                statement.state().kind().name(),
                Integer.toString(statement.openDisputes()),
                Long.toString(statement.difference().fen()),
                statement.id().toString());
    }
}
