package cn.siyu.commission.web;

import cn.siyu.commission.app.DecideWithdrawal;
import cn.siyu.commission.app.ReadCommissions;
import cn.siyu.commission.app.RequestWithdrawal;
import cn.siyu.commission.domain.Withdrawal;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A partner takes his money out through WeChat. */
@Path("/api/partner/v1/withdrawals")
@Tag(name = "Commissions (partner)")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class WithdrawalResource {

    private final RequestWithdrawal request;
    private final DecideWithdrawal decide;
    private final ReadCommissions read;
    private final Caller caller;

    @Inject
    WithdrawalResource(RequestWithdrawal request, DecideWithdrawal decide, ReadCommissions read, Caller caller) {
        this.request = request;
        this.decide = decide;
        this.read = read;
        this.caller = caller;
    }

    /** How much, and from which account if there are two. */
    @Schema(name = "WithdrawalRequest")
    record Wish(
            @NotNull @Min(1) Long amountFen,
            @Nullable UUID accountId,

            @Schema(
                    description =
                            "Of the payee, as WeChat knows him; needed from 200000 fen on, unless the payout account has it")
            @Nullable
            @Size(min = 2, max = 40)
            @Pattern(regexp = "(?s).*\\S.*\\S.*", message = "must be a name")
            String realName) {

        RequestWithdrawal.Wish wish() {
            return new RequestWithdrawal.Wish(
                    new Money(amountFen),
                    Optional.ofNullable(accountId),
                    Optional.ofNullable(realName).map(String::strip));
        }
    }

    /** One at a time; up to a limit it is sent at once, above it finance looks first. */
    @POST
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Withdraw available commissions")
    @APIResponse(
            responseCode = "201",
            description = "The withdrawal",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WithdrawalView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no account of the caller")
    @APIResponse(
            responseCode = "409",
            description =
                    "COMMISSION_SHORT, COMMISSION_DEBT, WITHDRAWAL_OPEN, WITHDRAWAL_DAY_LIMIT, PAYOUT_COOLING, PAID_TO_COMPANY")
    @APIResponse(
            responseCode = "422",
            description = "WITHDRAWAL_TOO_SMALL, WITHDRAWAL_TOO_LARGE, WITHDRAWAL_NEEDS_NAME, PAYOUT_NAME_DIFFERS,"
                    + " ACCOUNT_UNCLEAR, IDEMPOTENCY_MISMATCH")
    @APIResponse(responseCode = "503", description = "FENCED: try again in a moment")
    public Uni<Response> request(@HeaderParam(IdempotencyKey.HEADER) @Nullable String key, @Valid @NotNull Wish wish) {
        return request.request(caller.id(), IdempotencyKey.of(key), wish.wish(), WithdrawalView::of);
    }

    /** The newest first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List the own withdrawals")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    public Uni<Page<WithdrawalView>> list(
            @QueryParam("cursor") @Nullable @Size(max = 200) String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return read.withdrawals(caller.id(), Cursor.parse(cursor), limit).map(rows -> page(rows, limit));
    }

    /** With what the payee needs to confirm it while WeChat waits for him. */
    @GET
    @Path("/{id}")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See an own withdrawal")
    @APIResponse(responseCode = "200", description = "The withdrawal")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<WithdrawalView> see(@PathParam("id") UUID id) {
        return read.withdrawal(caller.id(), id).map(WithdrawalView::of);
    }

    /** While finance looks at it, at once; afterwards WeChat is asked, and {@code cancelAsked} shows it. */
    @POST
    @Path("/{id}/cancel")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Take an own withdrawal back")
    @APIResponse(responseCode = "200", description = "The withdrawal")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "WITHDRAWAL_STATE: it has ended")
    public Uni<WithdrawalView> cancel(@PathParam("id") UUID id) {
        return decide.cancel(id, caller.id()).map(WithdrawalView::of);
    }

    private static Page<WithdrawalView> page(List<Withdrawal> rows, int limit) {
        var shown = rows.size() <= limit ? rows : rows.subList(0, limit);
        return new Page<>(
                shown.stream().map(WithdrawalView::of).toList(),
                rows.size() <= limit
                        ? null
                        : new Cursor(
                                        shown.getLast().requestedAt(),
                                        shown.getLast().id())
                                .encode());
    }
}
