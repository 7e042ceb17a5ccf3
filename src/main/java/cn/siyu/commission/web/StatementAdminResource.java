package cn.siyu.commission.web;

import cn.siyu.commission.app.CloseStatements;
import cn.siyu.commission.app.ReadStatements;
import cn.siyu.commission.app.ReadStatements.View;
import cn.siyu.commission.app.TieStatement;
import cn.siyu.commission.domain.Statement;
import cn.siyu.commission.domain.StatementState;
import cn.siyu.commission.store.StatementPages.Search;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.CsvExport;
import cn.siyu.kernel.web.CsvText;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.YearMonth;
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

/** All statements, for finance. */
@Path("/api/admin/v1/commission-statements")
@Tag(name = "Statements (admin)")
@Produces(MediaType.APPLICATION_JSON)
class StatementAdminResource {

    static final String MONTH = "20[0-9]{2}-(0[1-9]|1[0-2])";

    private static final int EXPORT_PAGE = 500;

    private final ReadStatements read;
    private final CloseStatements close;
    private final TieStatement tie;
    private final Caller caller;

    @Inject
    StatementAdminResource(ReadStatements read, CloseStatements close, TieStatement tie, Caller caller) {
        this.read = read;
        this.close = close;
        this.tie = tie;
        this.caller = caller;
    }

    /** Closes one, about the version that was seen. */
    @Schema(name = "StatementLockRequest")
    record LockRequest(
            @NotNull @Min(0) Long version,
            @NotBlank @Size(max = 200) String reason) {}

    /** The newest month first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "List commission statements")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<StatementView>> list(
            @QueryParam("month") @Nullable @Pattern(regexp = MONTH) String month,
            @QueryParam("state") StatementState.@Nullable Kind state,
            @QueryParam("kind") Statement.@Nullable Kind kind,
            @QueryParam("accountId") @Nullable UUID accountId,
            @QueryParam("disputed") @DefaultValue("false") boolean disputed,
            @QueryParam("untied") @DefaultValue("false") boolean untied,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        var day = month == null ? null : YearMonth.parse(month).atDay(1);
        return read.search(new Search(day, state, kind, accountId, disputed, untied), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(StatementView::of).toList(), page, size, found.total()));
    }

    /** With its accounts, and what was said about lines in dispute. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "See a commission statement")
    @APIResponse(responseCode = "200", description = "The statement")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<StatementView.Detail> see(@PathParam("id") UUID id) {
        return read.any(id).map(StatementView.Detail::of);
    }

    /** The oldest first. */
    @GET
    @Path("/{id}/lines")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "List the lines of a commission statement")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Page<StatementLineView>> lines(
            @PathParam("id") UUID id,
            @QueryParam("cursor") @Nullable @Size(max = 200) String cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit) {
        var after = Cursor.parse(cursor);
        return read.any(id)
                .chain(_ -> read.lines(new View(id, Optional.empty()), after, limit + 1))
                .map(rows -> StatementLineView.page(rows, limit));
    }

    /** The same lines as a file. */
    @GET
    @Path("/{id}/export")
    @Produces(CsvText.MEDIA_TYPE)
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "Export the lines of a commission statement as CSV")
    @APIResponse(
            responseCode = "200",
            description = "All lines, the oldest first",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public RestMulti<byte[]> export(@PathParam("id") UUID id) {
        return CsvExport.of(
                read.any(id),
                "statement-" + id + ".csv",
                StatementLineView.TITLES,
                (_, after) -> read.lines(new View(id, Optional.empty()), after, EXPORT_PAGE),
                StatementLineView::cursor,
                StatementLineView::cells);
    }

    /** After what was wrong has been put right: of a statement that is not tied to the ledger. */
    @POST
    @Path("/{id}/tie")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Compare a commission statement with the ledger again")
    @APIResponse(responseCode = "200", description = "The statement; its difference is 0 when they agree")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<StatementView> tie(@PathParam("id") UUID id) {
        return tie.tie(id, caller.actor()).map(StatementView::of);
    }

    /** Only when it is agreed to, nothing is in dispute, and the ledger says the same. */
    @POST
    @Path("/{id}/lock")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Close a commission statement")
    @APIResponse(responseCode = "200", description = "The statement")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(
            responseCode = "409",
            description = "STATE_CHANGED, STATEMENT_STATE, STATEMENT_DISPUTED, STATEMENT_UNTIED")
    @APIResponse(responseCode = "503", description = "FENCED: news of its month is unheard")
    public Uni<StatementView> lock(@PathParam("id") UUID id, @Valid @NotNull LockRequest request) {
        return close.lock(id, request.version(), request.reason(), caller.actor())
                .map(StatementView::of);
    }
}
