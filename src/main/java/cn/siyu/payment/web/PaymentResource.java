package cn.siyu.payment.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.payment.app.LookUpPayments;
import cn.siyu.payment.domain.Attempt;
import cn.siyu.payment.domain.Attempt.Progress;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A member's own payments. */
@Path("/api/mp/v1/payments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Payments")
class PaymentResource {

    private final LookUpPayments payments;
    private final Caller caller;
    private final ShopClock clock;

    @Inject
    PaymentResource(LookUpPayments payments, Caller caller, ShopClock clock) {
        this.payments = payments;
        this.caller = caller;
        this.clock = clock;
    }

    /** Whether money has come, as the shop knows it; the client's own callback proves nothing. */
    enum PaymentState {
        PENDING,
        PAID,
        CLOSED
    }

    /** A payment for the page that waits for it. */
    @Schema(name = "PaymentView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            UUID id,
            UUID orderId,
            PaymentState state,
            long amountFen,
            long refundedFen,
            @Nullable Instant paidAt,
            Instant expiresAt,
            Instant serverTime) {

        static View of(Attempt attempt, Instant now) {
            return new View(
                    attempt.id(),
                    attempt.order(),
                    state(attempt),
                    attempt.amount().fen(),
                    attempt.refunded().fen(),
                    attempt.progress() instanceof Progress.Captured captured ? captured.paidAt() : null,
                    attempt.expiresAt(),
                    now);
        }

        private static PaymentState state(Attempt attempt) {
            return switch (attempt.progress()) {
                case Progress.Created _, Progress.Prepared _ -> PaymentState.PENDING;
                case Progress.Captured _ -> PaymentState.PAID;
                case Progress.Closed _ -> PaymentState.CLOSED;
            };
        }
    }

    /** Polled by the page after {@code wx.requestPayment}: asks WeChat itself, at most once in two seconds. */
    @GET
    @Path("/{id}")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "How one's own payment stands")
    @APIResponse(responseCode = "200", description = "The payment")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: there is no such payment of this member")
    public Uni<View> get(@PathParam("id") UUID id) {
        return payments.mine(id, caller.id()).map(attempt -> View.of(attempt, clock.instant()));
    }
}
