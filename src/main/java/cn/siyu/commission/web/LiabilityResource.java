package cn.siyu.commission.web;

import cn.siyu.commission.app.TieLiabilities;
import cn.siyu.commission.domain.Liability;
import cn.siyu.commission.domain.Liability.Line;
import cn.siyu.commission.domain.Liability.Total;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.CsvText;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.kernel.web.Page;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.Ledger.Movement;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
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
import org.jspecify.annotations.Nullable;

/** What the shop owes to payees, beside what the ledger says: a difference is an error in the books, and shown as one. */
@Path("/api/admin/v1/commission-liabilities")
@Tag(name = "Commissions (admin)")
@Produces(MediaType.APPLICATION_JSON)
class LiabilityResource {

    private static final List<String> TITLES =
            List.of("kind", "accountId", "recordedFen", "ledgerFen", "differenceFen");

    private final TieLiabilities liabilities;

    @Inject
    LiabilityResource(TieLiabilities liabilities) {
        this.liabilities = liabilities;
    }

    /** The whole of it. */
    @Schema(name = "LiabilityView")
    record View(
            Instant at,

            @Schema(description = "Whether every account agrees with the ledger, to the fen")
            boolean ties,

            List<TotalView> kinds) {

        static View of(Liability liability) {
            return new View(
                    liability.at(),
                    liability.ties(),
                    liability.totals().stream().map(TotalView::of).toList());
        }
    }

    /** All accounts of one kind. */
    @Schema(name = "LiabilityTotal")
    record TotalView(
            Account.Kind kind,
            long accounts,
            long recordedFen,
            long ledgerFen,
            long differenceFen,

            @Schema(description = "Accounts that differ; two that cancel out count as two")
            long differing) {

        static TotalView of(Total total) {
            return new TotalView(
                    total.kind(),
                    total.accounts(),
                    total.recorded().fen(),
                    total.ledger().fen(),
                    total.recorded().minus(total.ledger()).fen(),
                    total.differing());
        }
    }

    /** One account of one payee. */
    @Schema(name = "LiabilityLine")
    record LineView(Account.Kind kind, UUID accountId, long recordedFen, long ledgerFen, long differenceFen) {

        static LineView of(Line line) {
            return new LineView(
                    line.kind(),
                    line.payee(),
                    line.recorded().fen(),
                    line.ledger().fen(),
                    line.difference().fen());
        }
    }

    /** What the ledger says about one account. */
    @Schema(name = "LiabilityMovement")
    record MovementView(
            UUID transferId,
            String reference,
            Instant at,

            @Schema(description = "Added to what is owed; below zero it was taken")
            long amountFen) {

        static MovementView of(Movement movement) {
            return new MovementView(
                    movement.transfer(),
                    movement.reference(),
                    movement.at(),
                    movement.amount().fen());
        }
    }

    /** Now, or as it was. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See what is owed to payees, tied to the ledger")
    @APIResponse(responseCode = "200", description = "The sums of each kind of account")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST: the instant is in the future")
    public Uni<View> see(@QueryParam("at") @Nullable Instant at) {
        return liabilities.at(Optional.ofNullable(at)).map(View::of);
    }

    /** By kind and account. */
    @GET
    @Path("/accounts")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List what is owed to each payee, tied to the ledger")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<LineView>> accounts(
            @QueryParam("at") @Nullable Instant at,
            @QueryParam("kind") Account.@Nullable Kind kind,
            @QueryParam("accountId") @Nullable UUID accountId,
            @QueryParam("differing") @DefaultValue("false") boolean differing,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return liabilities
                .at(Optional.ofNullable(at))
                .map(liability ->
                        liability.select(Optional.ofNullable(kind), Optional.ofNullable(accountId), differing))
                .map(lines -> new NumberedPage<>(
                        lines.stream()
                                .skip((page - 1L) * size)
                                .limit(size)
                                .map(LineView::of)
                                .toList(),
                        page,
                        size,
                        lines.size()));
    }

    /** All accounts on which something is owed, and all that differ. */
    @GET
    @Path("/export")
    @Produces(CsvText.MEDIA_TYPE)
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "Export what is owed to each payee as CSV")
    @APIResponse(
            responseCode = "200",
            description = "One row for each account",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST: the instant is in the future")
    public Uni<Response> export(@QueryParam("at") @Nullable Instant at) {
        return liabilities
                .at(Optional.ofNullable(at))
                .map(liability -> Response.ok(file(liability), CsvText.MEDIA_TYPE)
                        .header("Content-Disposition", "attachment; filename=\"liabilities.csv\"")
                        .build());
    }

    /** How one account came to what the ledger says; the newest first. */
    @GET
    @Path("/accounts/{accountId}/movements")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List what moved on one account of a payee")
    @APIResponse(responseCode = "200", description = "One page; none for an account that nobody has")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Page<MovementView>> movements(
            @PathParam("accountId") UUID accountId,
            @QueryParam("kind") @NotNull Account.Kind kind,
            @QueryParam("at") @Nullable Instant at,
            @QueryParam("cursor") @Nullable @Size(max = 200) String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return liabilities
                .movements(new Account(kind, accountId), Optional.ofNullable(at), Cursor.parse(cursor), limit)
                .map(rows -> page(rows, limit));
    }

    private static Page<MovementView> page(List<Movement> rows, int limit) {
        var shown = rows.size() <= limit ? rows : rows.subList(0, limit);
        return new Page<>(
                shown.stream().map(MovementView::of).toList(),
                rows.size() <= limit
                        ? null
                        : new Cursor(shown.getLast().at(), shown.getLast().transfer()).encode());
    }

    private static byte[] file(Liability liability) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(CsvText.head(TITLES));
        file.writeBytes(CsvText.rows(liability.lines().stream()
                .map(line -> List.of(
                        line.kind().name(),
                        line.payee().toString(),
                        Long.toString(line.recorded().fen()),
                        Long.toString(line.ledger().fen()),
                        Long.toString(line.difference().fen())))
                .toList()));
        return file.toByteArray();
    }
}
