package cn.siyu.trade.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.trade.app.Invoices;
import cn.siyu.trade.web.InvoiceView.RedLetterView;
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
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The work list of red letters: refunds that arrived after their order's invoice was issued. */
@Path("/api/admin/v1/red-letters")
@Tag(name = "admin invoices")
public class RedLetterResource {

    private final Invoices invoices;
    private final Caller caller;

    RedLetterResource(Invoices invoices, Caller caller) {
        this.invoices = invoices;
        this.caller = caller;
    }

    /** The number that the tax office's system gave it. */
    @Schema(name = "RedLetterIssueRequest")
    public record IssueRequest(
            @NotNull @Pattern(regexp = InvoiceDeskResource.NUMBER)
            String number) {}

    /** The longest due first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List red letters")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<RedLetterView>> list(
            @QueryParam("issued") @DefaultValue("false") boolean issued,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return invoices.redLetters(issued, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(RedLetterView::of).toList(), page, size, found.total()));
    }

    /** Named by the refund that it takes back. */
    @POST
    @Path("/{refundNo}/issue")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Note that a red letter was issued")
    @APIResponse(responseCode = "200", description = "The red letter as it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, INVOICE_NUMBER_USED")
    public Uni<RedLetterView> issue(@PathParam("refundNo") String refundNo, @Valid @NotNull IssueRequest request) {
        return invoices.issueRedLetter(refundNo, request.number(), caller.actor())
                .map(RedLetterView::of);
    }
}
