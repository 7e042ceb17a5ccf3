package cn.siyu.trade.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.trade.app.Invoices;
import cn.siyu.trade.app.Invoices.Detail;
import cn.siyu.trade.domain.Invoice;
import cn.siyu.trade.store.InvoiceStore.Sheet;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The desk where invoices are issued; only those who issue them read whom they name. */
@Path("/api/admin/v1/invoices")
@Tag(name = "admin invoices")
public class InvoiceDeskResource {

    static final String NUMBER = "[0-9A-Za-z-]{6,40}";

    private final Invoices invoices;
    private final Caller caller;

    InvoiceDeskResource(Invoices invoices, Caller caller) {
        this.invoices = invoices;
        this.caller = caller;
    }

    /** An invoice as a line of the list. */
    @Schema(name = "InvoiceRow")
    record InvoiceRow(
            UUID id,
            UUID orderId,
            String orderNo,
            UUID memberId,
            Invoice.State state,
            Invoice.Kind kind,
            long amountFen,
            @Nullable String number,
            Instant requestedAt,
            @Nullable Instant issuedAt,
            long version) {

        static InvoiceRow of(Sheet sheet) {
            return new InvoiceRow(
                    sheet.id(),
                    sheet.order().value(),
                    sheet.orderNo(),
                    sheet.member(),
                    sheet.state(),
                    sheet.recipient().kind(),
                    sheet.amount().fen(),
                    sheet.number().orElse(null),
                    sheet.requestedAt(),
                    sheet.issuedAt().orElse(null),
                    sheet.version());
        }
    }

    /** The number that the tax office's system gave it. */
    @Schema(name = "InvoiceIssueRequest")
    public record IssueRequest(
            @NotNull @Pattern(regexp = NUMBER) String number,
            @Min(0) long version) {}

    /** Why there will be none; the buyer reads it. */
    @Schema(name = "InvoiceRejectRequest")
    public record RejectRequest(
            @NotBlank @Size(max = 200) String reason,
            @Min(0) long version) {}

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "List invoices")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<InvoiceRow>> list(
            @QueryParam("state") Invoice.@Nullable State state,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return invoices.page(state, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(InvoiceRow::of).toList(), page, size, found.total()));
    }

    /** Finance sees whom it names, everybody else a mask. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "See an invoice")
    @APIResponse(responseCode = "200", description = "The invoice")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<InvoiceView> see(@PathParam("id") UUID id) {
        return invoices.any(id).map(this::view);
    }

    /** Its amount is what was paid and not promised back in this moment. */
    @POST
    @Path("/{id}/issue")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Note that an invoice was issued")
    @APIResponse(responseCode = "200", description = "The invoice as it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, INVOICE_NUMBER_USED")
    @APIResponse(responseCode = "422", description = "NOTHING_TO_INVOICE")
    public Uni<InvoiceView> issue(@PathParam("id") UUID id, @Valid @NotNull IssueRequest request) {
        return invoices.issue(id, request.version(), request.number(), caller.actor())
                .map(this::view);
    }

    /** The buyer may ask again. */
    @POST
    @Path("/{id}/reject")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Reject a request for an invoice")
    @APIResponse(responseCode = "200", description = "The invoice as it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<InvoiceView> reject(@PathParam("id") UUID id, @Valid @NotNull RejectRequest request) {
        return invoices.reject(id, request.version(), request.reason(), caller.actor())
                .map(this::view);
    }

    private InvoiceView view(Detail detail) {
        return caller.is(Role.FINANCE) || caller.is(Role.ADMIN) ? InvoiceView.of(detail) : InvoiceView.masked(detail);
    }
}
