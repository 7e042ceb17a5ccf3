package cn.siyu.commission.web;

import cn.siyu.commission.app.TaxDesk;
import cn.siyu.commission.app.TaxDesk.Reported;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.CsvExport;
import cn.siyu.kernel.web.CsvText;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.time.YearMonth;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;

/** What the tax office is told every quarter (L7). */
@Path("/api/admin/v1/tax-reports")
@Tag(name = "Tax (admin)")
class TaxReportResource {

    private static final int EXPORT_PAGE = 200;
    private static final int MONTHS = 3;
    private static final int FIRST_YEAR = 2020;
    private static final int LAST_YEAR = 2099;
    private static final int QUARTERS = 4;
    private static final List<String> TITLES = List.of(
            "month", "member", "name", "idNumber", "payouts", "grossFen", "taxFen", "netFen", "handling", "formula");

    private final TaxDesk desk;
    private final Caller caller;

    @Inject
    TaxReportResource(TaxDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** One line for each person and month; names and numbers are in clear, and who took them is in the audit log. */
    @GET
    @Path("/{year}/{quarter}/export")
    @Produces(CsvText.MEDIA_TYPE)
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Export a quarter's tax report as CSV")
    @APIResponse(
            responseCode = "200",
            description = "What was paid and withheld, the oldest month first",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public RestMulti<byte[]> export(
            @PathParam("year") @Min(FIRST_YEAR) @Max(LAST_YEAR) int year,
            @PathParam("quarter") @Min(1) @Max(QUARTERS) int quarter) {
        var last = YearMonth.of(year, quarter * MONTHS);
        var first = last.minusMonths(MONTHS - 1L);
        return CsvExport.of(
                desk.told(first, last, caller.actor()).replaceWith(first),
                "tax-%d-Q%d.csv".formatted(year, quarter),
                TITLES,
                (_, after) -> desk.report(first, last, after, EXPORT_PAGE),
                row -> row.line().cursor(),
                TaxReportResource::cells);
    }

    private static List<String> cells(Reported row) {
        var line = row.line();
        return List.of(
                line.month().toString(),
                line.member().toString(),
                row.name(),
                row.number(),
                Long.toString(line.payouts()),
                Long.toString(line.gross().fen()),
                Long.toString(line.tax().fen()),
                Long.toString(line.gross().minus(line.tax()).fen()),
                line.handling(),
                line.formula());
    }
}
