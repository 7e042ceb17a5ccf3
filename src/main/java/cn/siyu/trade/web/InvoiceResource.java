package cn.siyu.trade.web;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.app.Invoices;
import cn.siyu.trade.domain.Invoice;
import cn.siyu.trade.domain.Invoice.Recipient;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The invoice of a member's own order. */
@Path("/api/mp/v1/orders/{id}/invoice")
@Tag(name = "invoices")
public class InvoiceResource {

    private final Invoices invoices;
    private final Caller caller;

    InvoiceResource(Invoices invoices, Caller caller) {
        this.invoices = invoices;
        this.caller = caller;
    }

    /** For whom the invoice is and where it is sent. */
    @Schema(name = "InvoiceRequest")
    public record InvoiceRequest(
            @NotNull Invoice.Kind kind,
            @NotBlank @Size(max = 100) String title,

            @Schema(description = "Of a company: 15 to 20 capital letters and digits")
            @Nullable
            @Pattern(regexp = "[0-9A-Z]{15,20}")
            String taxNo,

            @NotNull @Email @Size(max = 100) String email) {

        Recipient recipient() {
            if (kind == Invoice.Kind.COMPANY && taxNo == null) {
                throw Refused.fields(
                        CommonProblem.INVALID_REQUEST, List.of(new FieldError("taxNo", "is needed for a company")));
            }
            return new Recipient(kind, title.strip(), Optional.ofNullable(taxNo), email);
        }
    }

    /** Asking again before it is issued changes what is asked for. */
    @PUT
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Ask for the invoice of an own order")
    @APIResponse(responseCode = "200", description = "The invoice")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED: the order is not paid, or the invoice is issued")
    @APIResponse(responseCode = "422", description = "NOTHING_TO_INVOICE")
    public Uni<InvoiceView> ask(@PathParam("id") UUID id, @Valid @NotNull InvoiceRequest request) {
        return invoices.ask(member(), new OrderId(id), request.recipient()).map(InvoiceView::of);
    }

    /** The newest, with the red letters that took parts of it back. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See the invoice of an own order")
    @APIResponse(responseCode = "200", description = "The invoice")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: none was asked for")
    public Uni<InvoiceView> see(@PathParam("id") UUID id) {
        return invoices.own(member(), new OrderId(id)).map(InvoiceView::of);
    }

    /** Takes the wish back while it has not been fulfilled. */
    @POST
    @Path("/withdraw")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Take the request for an invoice back")
    @APIResponse(responseCode = "200", description = "The invoice as it is now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<InvoiceView> withdraw(@PathParam("id") UUID id) {
        return invoices.withdraw(member(), new OrderId(id)).map(InvoiceView::of);
    }

    private MemberId member() {
        return new MemberId(caller.id());
    }
}
