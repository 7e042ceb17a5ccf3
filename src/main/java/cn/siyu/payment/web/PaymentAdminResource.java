package cn.siyu.payment.web;

import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.payment.app.LookUpPayments;
import cn.siyu.payment.app.LookUpPayments.Known;
import cn.siyu.payment.domain.Attempt;
import cn.siyu.payment.domain.Attempt.Progress;
import cn.siyu.payment.store.AttemptStore.Search;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Payments for staff: every attempt, what came of it, and a question to WeChat. */
@Path("/api/admin/v1/payments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Payments (admin)")
class PaymentAdminResource {

    private final LookUpPayments payments;

    @Inject
    PaymentAdminResource(LookUpPayments payments) {
        this.payments = payments;
    }

    /** How far an attempt has come. */
    enum AttemptState {
        CREATED,
        PREPARED,
        CAPTURED,
        CLOSED;

        static AttemptState of(Progress progress) {
            return switch (progress) {
                case Progress.Created _ -> CREATED;
                case Progress.Prepared _ -> PREPARED;
                case Progress.Captured _ -> CAPTURED;
                case Progress.Closed _ -> CLOSED;
            };
        }
    }

    /** One attempt in the list. */
    @Schema(name = "PaymentRow")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PaymentRow(
            UUID id,
            UUID orderId,
            String orderNo,
            String outTradeNo,
            UUID memberId,
            AttemptState state,
            long amountFen,
            long refundAskedFen,
            long refundedFen,
            @Nullable String transactionId,
            @Nullable Instant paidAt,
            Instant createdAt,
            Instant expiresAt) {

        static PaymentRow of(Attempt attempt) {
            var captured = attempt.progress() instanceof Progress.Captured progress ? progress : null;
            return new PaymentRow(
                    attempt.id(),
                    attempt.order(),
                    attempt.orderNo(),
                    attempt.outTradeNo(),
                    attempt.member(),
                    AttemptState.of(attempt.progress()),
                    attempt.amount().fen(),
                    attempt.refundAsked().fen(),
                    attempt.refunded().fen(),
                    captured == null ? null : captured.transactionId().orElse(null),
                    captured == null ? null : captured.paidAt(),
                    attempt.createdAt(),
                    attempt.expiresAt());
        }
    }

    /** One attempt with its refunds. */
    @Schema(name = "PaymentDetail")
    record Detail(PaymentRow payment, List<RefundView> refunds) {

        static Detail of(Known known) {
            return new Detail(
                    PaymentRow.of(known.attempt()),
                    known.refunds().stream().map(RefundView::of).toList());
        }
    }

    /** The newest first. {@code number} is an order number or a number at WeChat. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "List payments")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST: a filter or the page is wrong")
    public Uni<NumberedPage<PaymentRow>> list(
            @QueryParam("state") @Nullable @Pattern(regexp = "CREATED|PREPARED|CAPTURED|CLOSED") String state,
            @QueryParam("number") @Nullable @Size(max = 40) String number,
            @QueryParam("from") @Nullable Instant from,
            @QueryParam("to") @Nullable Instant to,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(100_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return payments.payments(new Search(state, number, from, to), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(PaymentRow::of).toList(), page, size, found.total()));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "One payment with its refunds")
    @APIResponse(responseCode = "200", description = "The payment")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<Detail> get(@PathParam("id") UUID id) {
        return payments.one(id).map(Detail::of);
    }

    /** Changes nothing by itself: what WeChat answers is written down as a notification of it would be. */
    @POST
    @Path("/{id}/sync")
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.SUPPORT})
    @Operation(summary = "Ask WeChat how a payment stands")
    @APIResponse(responseCode = "200", description = "The payment as it stands now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "503", description = "PAYMENT_UNAVAILABLE: WeChat does not answer")
    public Uni<Detail> sync(@PathParam("id") UUID id) {
        return payments.synced(id).map(Detail::of);
    }
}
