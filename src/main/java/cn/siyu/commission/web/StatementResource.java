package cn.siyu.commission.web;

import cn.siyu.commission.app.CloseStatements;
import cn.siyu.commission.app.DisputeLines;
import cn.siyu.commission.app.ReadStatements;
import cn.siyu.commission.domain.Statement;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.web.CsvExport;
import cn.siyu.kernel.web.CsvText;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** A payee's months: what his account did, line by line, and whether he agrees. */
@Path("/api/partner/v1/statements")
@Tag(name = "Statements (partner)")
@Produces(MediaType.APPLICATION_JSON)
class StatementResource {

    private static final int EXPORT_PAGE = 500;
    private static final int CREATED = 201;

    private final ReadStatements read;
    private final CloseStatements close;
    private final DisputeLines disputes;
    private final Caller caller;

    @Inject
    StatementResource(ReadStatements read, CloseStatements close, DisputeLines disputes, Caller caller) {
        this.read = read;
        this.close = close;
        this.disputes = disputes;
        this.caller = caller;
    }

    /** A line with which the payee does not agree. */
    @Schema(name = "StatementDisputeRequest")
    record DisputeRequest(
            @NotNull UUID lineId, @NotBlank @Size(max = 500) String reason) {}

    /** The newest month first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List the own statements")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    public Uni<Page<StatementView>> list(
            @QueryParam("cursor") @Nullable @Size(max = 200) String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return read.own(caller.id(), Cursor.parse(cursor), limit).map(rows -> page(rows, limit));
    }

    /** With its accounts, and what was said about lines in dispute. */
    @GET
    @Path("/{id}")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See an own statement")
    @APIResponse(responseCode = "200", description = "The statement")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<StatementView.Detail> see(@PathParam("id") UUID id) {
        return read.own(caller.id(), id).map(StatementView.Detail::of);
    }

    /** The oldest first; their amounts add up to the statement's sums. */
    @GET
    @Path("/{id}/lines")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List the lines of an own statement")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Page<StatementLineView>> lines(
            @PathParam("id") UUID id,
            @QueryParam("cursor") @Nullable @Size(max = 200) String cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit) {
        var after = Cursor.parse(cursor);
        return read.view(caller.id(), id)
                .chain(view -> read.lines(view, after, limit + 1))
                .map(rows -> StatementLineView.page(rows, limit));
    }

    /** The same lines as a file. */
    @GET
    @Path("/{id}/export")
    @Produces(CsvText.MEDIA_TYPE)
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Export the lines of an own statement as CSV")
    @APIResponse(
            responseCode = "200",
            description = "All lines, the oldest first",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public RestMulti<byte[]> export(@PathParam("id") UUID id) {
        return CsvExport.of(
                read.view(caller.id(), id),
                "statement-" + id + ".csv",
                StatementLineView.TITLES,
                (view, after) -> read.lines(view, after, EXPORT_PAGE),
                StatementLineView::cursor,
                StatementLineView::cells);
    }

    /** Lines in dispute stay open; of a company whoever answers for it agrees. A second time changes nothing. */
    @POST
    @Path("/{id}/confirm")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Agree to an own statement")
    @APIResponse(responseCode = "200", description = "The statement")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATEMENT_STATE: it is closed")
    public Uni<StatementView> confirm(@PathParam("id") UUID id) {
        return close.confirm(id, caller.id()).map(StatementView::of);
    }

    /** Opens that line only, also when it was answered before; the statement stays where it is. */
    @POST
    @Path("/{id}/disputes")
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(CREATED)
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Dispute a line of an own statement")
    @APIResponse(
            responseCode = "201",
            description = "The dispute",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DisputeView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no such line in it")
    @APIResponse(responseCode = "409", description = "STATEMENT_STATE, DISPUTE_STATE: it is open already")
    public Uni<DisputeView> dispute(@PathParam("id") UUID id, @Valid @NotNull DisputeRequest request) {
        return disputes.open(id, request.lineId(), request.reason(), caller.actor())
                .map(DisputeView::of);
    }

    private static Page<StatementView> page(List<Statement> rows, int limit) {
        var shown = rows.size() <= limit ? rows : rows.subList(0, limit);
        return new Page<>(
                shown.stream().map(StatementView::of).toList(),
                rows.size() <= limit
                        ? null
                        : new Cursor(
                                        ShopCalendar.startOf(
                                                shown.getLast().month().day()),
                                        shown.getLast().id())
                                .encode());
    }
}
