package cn.siyu.trade.web;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.web.CsvExport;
import cn.siyu.kernel.web.CsvText;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.trade.app.SupplierStatements;
import cn.siyu.trade.store.StatementStore.Line;
import cn.siyu.trade.store.StatementStore.Statement;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** What suppliers are paid, month by month. */
@Path("/api/admin/v1/supplier-statements")
@Tag(name = "admin suppliers")
public class SupplierStatementResource {

    private static final int ROWS_AT_ONCE = 500;

    private static final List<String> TITLES =
            List.of("kind", "orderNo", "skuCode", "title", "units", "unitCostFen", "amountFen", "at");

    private final SupplierStatements statements;
    private final Caller caller;

    SupplierStatementResource(SupplierStatements statements, Caller caller) {
        this.statements = statements;
        this.caller = caller;
    }

    /** Which supplier and month. */
    @Schema(name = "SupplierStatementRequest")
    public record StatementRequest(
            @NotNull UUID supplierId,

            @Schema(examples = "2026-03") @NotNull @Pattern(regexp = "20[0-9]{2}-(0[1-9]|1[0-2])")
            String month) {}

    /** The statement that was read. */
    @Schema(name = "SupplierStatementConfirmRequest")
    public record ConfirmRequest(@Min(0) long version) {}

    /** A month of a supplier. */
    @Schema(name = "SupplierStatementView")
    record StatementView(
            UUID id,
            UUID supplierId,
            String month,

            @Schema(enumeration = {"DRAFT", "CONFIRMED"}) String state,

            int lines,

            @Schema(description = "Lines of which nobody knows the cost")
            int uncosted,

            @Schema(description = "May be negative when more came back than was sold")
            long totalFen,

            Instant draftedAt,
            @Nullable Instant confirmedAt,
            @Nullable String confirmedBy,
            long version) {

        static StatementView of(Statement statement) {
            return new StatementView(
                    statement.id(),
                    statement.supplier(),
                    YearMonth.from(statement.month()).toString(),
                    statement.confirmed() ? "CONFIRMED" : "DRAFT",
                    statement.lines(),
                    statement.uncosted(),
                    statement.total().fen(),
                    statement.draftedAt(),
                    statement.confirmedAt().orElse(null),
                    statement.confirmedBy().orElse(null),
                    statement.version());
        }
    }

    /** The same month again counts again while it is a draft, and changes nothing when it is confirmed. */
    @POST
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Draft the statement of a supplier for a month")
    @APIResponse(responseCode = "200", description = "The statement")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "STATEMENT_OUT_OF_ORDER")
    public Uni<StatementView> draft(@Valid @NotNull StatementRequest request) {
        return statements
                .draft(request.supplierId(), YearMonth.parse(request.month()), caller.actor())
                .map(StatementView::of);
    }

    /** The latest months first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.MERCHANDISER, Role.AUDITOR})
    @Operation(summary = "List statements of suppliers")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<StatementView>> list(
            @QueryParam("supplierId") @Nullable UUID supplier,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return statements
                .page(supplier, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(StatementView::of).toList(), page, size, found.total()));
    }

    /** One statement; its lines are in the export. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.MERCHANDISER, Role.AUDITOR})
    @Operation(summary = "See a statement of a supplier")
    @APIResponse(responseCode = "200", description = "The statement")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<StatementView> see(@PathParam("id") UUID id) {
        return statements.see(id).map(StatementView::of);
    }

    /** Its month must be over, and every cost known; nothing of it changes afterwards. */
    @POST
    @Path("/{id}/confirm")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Confirm a statement of a supplier")
    @APIResponse(responseCode = "200", description = "The statement")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "MONTH_NOT_OVER, COST_UNKNOWN")
    public Uni<StatementView> confirm(@PathParam("id") UUID id, @Valid @NotNull ConfirmRequest request) {
        return statements.confirm(id, request.version(), caller.actor()).map(StatementView::of);
    }

    /** The lines as a file, in the order of time. */
    @GET
    @Path("/{id}/export")
    @Produces(CsvText.MEDIA_TYPE)
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.MERCHANDISER, Role.AUDITOR})
    @Operation(summary = "Export a statement of a supplier as CSV")
    @APIResponse(
            responseCode = "200",
            description = "All its lines",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public RestMulti<byte[]> export(@PathParam("id") UUID id) {
        return CsvExport.of(
                "supplier-statement.csv",
                TITLES,
                after -> statements.lines(id, after, ROWS_AT_ONCE),
                line -> new Cursor(line.at(), line.id()),
                SupplierStatementResource::cells);
    }

    private static List<String> cells(Line line) {
        return List.of(
                line.returned() ? "RETURNED" : "SOLD",
                line.orderNo(),
                line.skuCode(),
                line.title(),
                Integer.toString(line.units()),
                fen(line.cost()),
                fen(line.amount()),
                ShopCalendar.withOffset(line.at()).toString());
    }

    private static String fen(Optional<Money> amount) {
        return amount.map(each -> Long.toString(each.fen())).orElse("");
    }
}
