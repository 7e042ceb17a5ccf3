package cn.siyu.payment.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.CsvExport;
import cn.siyu.kernel.web.CsvText;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.payment.app.BillDesk;
import cn.siyu.payment.domain.DifferenceKind;
import cn.siyu.payment.domain.DifferenceState;
import cn.siyu.payment.store.DifferenceStore.Kept;
import cn.siyu.payment.store.DifferenceStore.Search;
import cn.siyu.wechat.Bills.What;
import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** The work list: numbers about which WeChat's bills and our rows differ. */
@Path("/api/admin/v1/bill-differences")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Bills (admin)")
class BillDifferenceResource {

    private static final int ROWS_AT_ONCE = 500;

    private static final List<String> TITLES = List.of(
            "day",
            "what",
            "number",
            "kind",
            "oursFen",
            "theirsFen",
            "oursState",
            "theirsState",
            "weChatNumber",
            "orderId",
            "state",
            "foundAt",
            "endedAt",
            "resolvedBy",
            "reason");

    private final BillDesk desk;
    private final Caller caller;

    @Inject
    BillDifferenceResource(BillDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** Why a difference may be, by whoever has seen this version of it. */
    @Schema(name = "BillDifferenceResolution")
    record Resolution(
            @NotNull @Min(1) Integer version,
            @NotBlank @Size(max = 200) String reason) {}

    /** A difference; what a side does not have is absent. */
    @Schema(name = "BillDifferenceView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BillDifferenceView(
            UUID id,
            LocalDate day,
            What what,
            String number,
            DifferenceKind kind,
            @Nullable Long oursFen,
            @Nullable Long theirsFen,
            @Nullable String oursState,
            @Nullable String theirsState,
            @Nullable String weChatNumber,
            @Nullable UUID orderId,
            DifferenceState state,
            Instant foundAt,
            @Nullable Instant endedAt,
            @Nullable String resolvedBy,
            @Nullable String reason,
            int version) {

        static BillDifferenceView of(Kept kept) {
            var difference = kept.difference();
            return new BillDifferenceView(
                    kept.id(),
                    difference.day(),
                    difference.what(),
                    difference.number(),
                    difference.kind(),
                    difference.oursFen().orElse(null),
                    difference.theirsFen().orElse(null),
                    difference.oursState().orElse(null),
                    difference.theirsState().orElse(null),
                    difference.weChatNumber().orElse(null),
                    difference.order().orElse(null),
                    kept.state(),
                    kept.foundAt(),
                    kept.endedAt().orElse(null),
                    kept.resolvedBy().orElse(null),
                    kept.reason().orElse(null),
                    kept.version());
        }
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List differences between bills and books")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST: a filter or the page is wrong")
    public Uni<NumberedPage<BillDifferenceView>> list(
            @QueryParam("day") @Nullable LocalDate day,
            @QueryParam("what") @Nullable What what,
            @QueryParam("kind") @Nullable DifferenceKind kind,
            @QueryParam("state") @Nullable DifferenceState state,
            @QueryParam("number") @Nullable @Size(max = 64) String number,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return desk.differences(new Search(day, what, kind, state, number), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(BillDifferenceView::of).toList(), page, size, found.total()));
    }

    /** The same differences as a file, sent while they are read. */
    @GET
    @Path("/export")
    @Produces(CsvText.MEDIA_TYPE)
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "Export differences between bills and books as CSV")
    @APIResponse(
            responseCode = "200",
            description = "All differences that match",
            content = @Content(mediaType = "text/csv", schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public RestMulti<byte[]> export(
            @QueryParam("day") @Nullable LocalDate day,
            @QueryParam("what") @Nullable What what,
            @QueryParam("kind") @Nullable DifferenceKind kind,
            @QueryParam("state") @Nullable DifferenceState state,
            @QueryParam("number") @Nullable @Size(max = 64) String number) {
        var search = new Search(day, what, kind, state, number);
        return CsvExport.of(
                "bill-differences.csv",
                TITLES,
                after -> desk.after(search, after, ROWS_AT_ONCE),
                kept -> new Cursor(kept.foundAt(), kept.id()),
                kept -> cells(BillDifferenceView.of(kept)));
    }

    /** It stays resolved as long as a later comparison finds the same figures. */
    @POST
    @Path("/{id}/resolve")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Say why a difference may be")
    @APIResponse(responseCode = "200", description = "The difference")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED: it is no longer open, or is another")
    public Uni<BillDifferenceView> resolve(@PathParam("id") UUID id, @Valid @NotNull Resolution resolution) {
        return desk.resolve(caller.actor(), id, resolution.version(), resolution.reason())
                .map(BillDifferenceView::of);
    }

    private static List<String> cells(BillDifferenceView row) {
        return List.of(
                row.day().toString(),
                row.what().name(),
                row.number(),
                row.kind().name(),
                Objects.toString(row.oursFen(), ""),
                Objects.toString(row.theirsFen(), ""),
                Objects.toString(row.oursState(), ""),
                Objects.toString(row.theirsState(), ""),
                Objects.toString(row.weChatNumber(), ""),
                Objects.toString(row.orderId(), ""),
                row.state().name(),
                row.foundAt().toString(),
                Objects.toString(row.endedAt(), ""),
                Objects.toString(row.resolvedBy(), ""),
                Objects.toString(row.reason(), ""));
    }
}
