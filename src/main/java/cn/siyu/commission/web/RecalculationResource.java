package cn.siyu.commission.web;

import cn.siyu.commission.app.Recalculate;
import cn.siyu.commission.app.Recalculate.Seen;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.Recalculation;
import cn.siyu.commission.domain.Recalculation.Period;
import cn.siyu.commission.domain.RecalculationRow;
import cn.siyu.commission.domain.RecalculationRow.By;
import cn.siyu.commission.domain.RecalculationRow.Sold;
import cn.siyu.commission.domain.RecalculationRow.What;
import cn.siyu.commission.store.RecalculationRowStore.Search;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.CsvExport;
import cn.siyu.kernel.web.CsvText;
import cn.siyu.kernel.web.Cursor;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
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

/**
 * Commissions reckoned again: beside what is written, or by rules that are only tried (these begin at
 * {@code /api/admin/v1/commission-rules/simulate}). Nothing is changed by it.
 */
@Path(RecalculationResource.PATH)
@Tag(name = "Commissions (admin)")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class RecalculationResource {

    static final String PATH = "/api/admin/v1/commission-recalculations";

    private static final int EXPORT_PAGE = 1_000;

    private static final List<String> TITLES = List.of(
            "what",
            "accountId",
            "accountKind",
            "role",
            "orderNo",
            "orderLineId",
            "title",
            "rule",
            "ruleId",
            "againRule",
            "againRuleId",
            "orders",
            "paidFen",
            "againFen",
            "keptFen",
            "keptAgainFen");

    private final Recalculate recalculate;
    private final Caller caller;

    @Inject
    RecalculationResource(Recalculate recalculate, Caller caller) {
        this.recalculate = recalculate;
        this.caller = caller;
    }

    /** Which orders are meant, and why. */
    @Schema(name = "RecalculationRequest")
    record Wanted(
            @Schema(description = "Orders that became firm from then on, which is when their commissions accrued")
            @NotNull
            Instant from,

            @Schema(description = "And before; at most 366 days later") @NotNull
            Instant to,

            @NotBlank @Size(max = 200) String reason) {}

    /** The id of the job is the recalculation's too. Found are commissions whose amounts differ, also after refunds; who is paid for nothing, and who is not paid. */
    @POST
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Reckon the commissions of a time again, and list what differs")
    @APIResponse(
            responseCode = "202",
            description = "A job was begun; see the recalculation at Location",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RecalculationView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST: nothing is in that time, or more than 366 days")
    public Uni<Response> recompute(@Valid @NotNull Wanted wanted) {
        return recalculate
                .recompute(new Period(wanted.from(), wanted.to()), wanted.reason(), caller.actor())
                .map(RecalculationResource::accepted);
    }

    static Response accepted(Seen seen) {
        return Response.accepted(RecalculationView.of(seen))
                .location(URI.create(PATH + "/" + seen.recalculation().id()))
                .build();
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List recalculations of commissions")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<RecalculationView>> list(
            @QueryParam("kind") Recalculation.@Nullable Kind kind,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return recalculate
                .list(kind, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(RecalculationView::listed).toList(), page, size, found.total()));
    }

    /** How far it is, and what it has come to. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See a recalculation of commissions")
    @APIResponse(responseCode = "200", description = "The recalculation")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<RecalculationView> see(@PathParam("id") UUID id) {
        return recalculate.see(id).map(RecalculationView::of);
    }

    /** Of a recomputation each commission that differs; of a simulation the sums of each payee in each role and of each rule. */
    @GET
    @Path("/{id}/rows")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List what a recalculation has found")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<NumberedPage<RecalculationView.Row>> rows(
            @PathParam("id") UUID id,
            @QueryParam("what") @Nullable What what,
            @QueryParam("accountId") @Nullable UUID accountId,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return recalculate
                .rows(new Search(id, what, accountId), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(RecalculationView.Row::of).toList(), page, size, found.total()));
    }

    /** All of them. */
    @GET
    @Path("/{id}/export")
    @Produces(CsvText.MEDIA_TYPE)
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "Export what a recalculation has found as CSV")
    @APIResponse(
            responseCode = "200",
            description = "One line for each row",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public RestMulti<byte[]> export(@PathParam("id") UUID id) {
        return CsvExport.of(
                recalculate.existing(id),
                "recalculation-" + id + ".csv",
                TITLES,
                (found, after) -> recalculate.rowsAfter(found.id(), after.map(Cursor::id), EXPORT_PAGE),
                row -> new Cursor(Instant.EPOCH, row.id()),
                RecalculationResource::cells);
    }

    private static List<String> cells(RecalculationRow row) {
        var subject = row.subject();
        return List.of(
                subject.what().name(),
                text(subject.payee().map(Payee::id)),
                text(subject.payee().map(Payee::kind)),
                subject.role().name(),
                text(row.sold().map(Sold::orderNo)),
                text(row.sold().map(Sold::line)),
                text(row.sold().map(Sold::title)),
                text(subject.by().map(By::kind)),
                text(subject.by().flatMap(By::rule)),
                text(row.againBy().map(By::kind)),
                text(row.againBy().flatMap(By::rule)),
                Long.toString(row.orders()),
                Long.toString(row.fen().paid().fen()),
                Long.toString(row.fen().again().fen()),
                Long.toString(row.fen().kept().fen()),
                Long.toString(row.fen().keptAgain().fen()));
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse("");
    }
}
