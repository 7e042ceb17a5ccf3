package cn.siyu.trade.web;

import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.app.WithdrawUnits;
import cn.siyu.trade.app.WithdrawUnits.Wish;
import cn.siyu.trade.web.ClaimResource.AfterSaleOpenedView;
import cn.siyu.trade.web.ClaimResource.LineRequest;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Units of a paid order that will not be sent. */
@Path("/api/admin/v1/orders/{id}/withdrawals")
@Tag(name = "admin orders")
public class WithdrawalResource {

    private static final String OPERATION = "orders.withdraw";
    private static final int CREATED = 201;

    private final WithdrawUnits withdraw;
    private final Idempotency idempotency;
    private final Caller caller;

    WithdrawalResource(WithdrawUnits withdraw, Idempotency idempotency, Caller caller) {
        this.withdraw = withdraw;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /** Which units are not sent any more, and why. */
    @Schema(name = "OrderWithdrawalRequest")
    public record WithdrawalRequest(
            @NotEmpty @Size(max = 100) List<@Valid @NotNull LineRequest> lines,
            @NotBlank @Size(max = 80) String reason) {}

    private record Scope(UUID order, WithdrawalRequest request) {}

    /** Their stock is free and their money on its way at once; the rest of the order is sent as ever. */
    @POST
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.SUPPORT})
    @Operation(summary = "Take units that were not sent off an order")
    @APIResponse(
            responseCode = "201",
            description = "The after-sale that was made for the buyer, with the amount and number of its refund",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = AfterSaleOpenedView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, NOT_RESERVED")
    @APIResponse(responseCode = "422", description = "NOT_RETURNABLE, IDEMPOTENCY_MISMATCH")
    public Uni<Response> withdraw(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull WithdrawalRequest request) {
        var wish = new Wish(LineRequest.units(request.lines()), request.reason(), caller.actor());
        return idempotency.once(
                caller.id(),
                OPERATION,
                IdempotencyKey.of(key),
                new Scope(id, request),
                CREATED,
                tx -> withdraw.withdraw(tx, new OrderId(id), wish).map(AfterSaleOpenedView::of));
    }
}
