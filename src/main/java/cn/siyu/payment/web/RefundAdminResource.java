package cn.siyu.payment.web;

import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.payment.app.LookUpPayments;
import cn.siyu.payment.app.MendRefund;
import cn.siyu.payment.app.MendRefund.Wish;
import cn.siyu.payment.app.RetryRefund;
import cn.siyu.payment.store.RefundStore.Search;
import cn.siyu.wechat.WeChatPay.BankCard;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
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
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Refunds for finance: what is on its way, what is stuck, and the ways out. */
@Path("/api/admin/v1/refunds")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Refunds (admin)")
class RefundAdminResource {

    /** The banks whose debit cards WeChat pays refunds to. */
    private static final String BANKS = "(CMB|COMM|ABC|CCB|ICBC|BOC|PAB|SPDB|CITIC|CEB|CMBC|CIB|GDB|PSBC|NBCB)_DEBIT";

    private final LookUpPayments payments;
    private final RetryRefund retryRefund;
    private final MendRefund mendRefund;
    private final Caller caller;

    @Inject
    RefundAdminResource(LookUpPayments payments, RetryRefund retryRefund, MendRefund mendRefund, Caller caller) {
        this.payments = payments;
        this.retryRefund = retryRefund;
        this.mendRefund = mendRefund;
        this.caller = caller;
    }

    /** Why a refund is taken up again. */
    @Schema(name = "RefundRetryRequest")
    record Retry(@NotBlank @Size(max = 200) String reason) {}

    /** A debit card of the buyer's, as he has told it; it goes to WeChat encrypted and is kept nowhere. */
    @Schema(name = "RefundBankCard")
    record Card(
            @NotNull @Pattern(regexp = BANKS) String bank,
            @NotNull @Pattern(regexp = "[0-9]{12,24}") String account,
            @NotBlank @Size(max = 50) String realName) {

        BankCard toCard() {
            return new BankCard(bank, account, realName);
        }
    }

    /** Where an ABNORMAL refund goes instead; without a card to the merchant's bank account, and the buyer is paid by hand. */
    @Schema(name = "RefundDiversionRequest")
    record Diversion(
            @Valid @Nullable Card card,
            @NotBlank @Size(max = 200) String reason) {}

    /** How it can be seen that somebody has paid by hand. */
    @Schema(name = "RefundOutsideProposal")
    record Proposal(
            @NotBlank @Size(max = 100) String proof,
            @NotBlank @Size(max = 200) String reason) {}

    /** Why the second person agrees. */
    @Schema(name = "RefundOutsideConfirmation")
    record Confirmation(@NotBlank @Size(max = 200) String reason) {}

    /** The newest first. The stuck ones wait here for finance: CLOSED, ABNORMAL, and REQUESTED ones that WeChat refuses for good. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "List refunds")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST: a filter or the page is wrong")
    public Uni<NumberedPage<RefundView>> list(
            @QueryParam("state") @Nullable @Pattern(regexp = "REQUESTED|PROCESSING|SUCCESS|CLOSED|ABNORMAL")
                    String state,
            @QueryParam("number") @Nullable @Size(max = 64) String number,
            @QueryParam("orderId") @Nullable UUID orderId,
            @QueryParam("stuck") @DefaultValue("false") boolean stuck,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(100_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return payments.refunds(new Search(state, number, orderId, stuck), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(RefundView::of).toList(), page, size, found.total()));
    }

    /** One that WeChat has closed gets a new number, after WeChat was asked; any other goes on under its own. */
    @POST
    @Path("/{id}/retry")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Take a refund up again")
    @APIResponse(
            responseCode = "200",
            description = "The refund as it stands now",
            content = @Content(schema = @Schema(implementation = RefundView.class)))
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "REFUND_ALREADY_SETTLED")
    @APIResponse(responseCode = "422", description = "REFUND_TOO_LATE: more than a year after the payment")
    @APIResponse(responseCode = "503", description = "PAYMENT_UNAVAILABLE: WeChat does not answer")
    public Uni<Response> retry(
            @PathParam("id") UUID id,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @Valid @NotNull Retry request) {
        return retryRefund.retry(caller.actor(), IdempotencyKey.of(key), id, request.reason(), RefundView::of);
    }

    /** For one that is ABNORMAL: the buyer's account takes nothing. It keeps its number, so nothing is paid twice. */
    @POST
    @Path("/{id}/divert")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Send an abnormal refund to another account")
    @APIResponse(
            responseCode = "200",
            description = "The refund, on its way again",
            content = @Content(schema = @Schema(implementation = RefundView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "REFUND_NOT_ABNORMAL, REFUND_NOT_STUCK, REFUND_ALREADY_SETTLED")
    public Uni<Response> divert(
            @PathParam("id") UUID id,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @Valid @NotNull Diversion request) {
        var card = Optional.ofNullable(request.card()).map(Card::toCard);
        return mendRefund.divert(wish(key, request.reason()), id, card, RefundView::of);
    }

    /** The first of two: WeChat cannot pay, and the shop has paid by other means. */
    @POST
    @Path("/{id}/propose-outside")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Propose to settle a stuck refund by hand")
    @APIResponse(
            responseCode = "200",
            description = "The refund with the proposal",
            content = @Content(schema = @Schema(implementation = RefundView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(
            responseCode = "409",
            description =
                    "REFUND_NOT_STUCK, REFUND_ALREADY_SETTLED, REFUND_MAY_ARRIVE: what was sent may still arrive, "
                            + "STATE_CHANGED: WeChat pays after all")
    @APIResponse(responseCode = "503", description = "PAYMENT_UNAVAILABLE: WeChat does not answer")
    public Uni<Response> proposeOutside(
            @PathParam("id") UUID id,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @Valid @NotNull Proposal request) {
        return mendRefund.propose(wish(key, request.reason()), id, request.proof(), RefundView::of);
    }

    /** The second of two, after WeChat was asked once more: the refund is paid, and not by WeChat. */
    @POST
    @Path("/{id}/confirm-outside")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Confirm that a stuck refund was settled by hand")
    @APIResponse(
            responseCode = "200",
            description = "The refund, settled",
            content = @Content(schema = @Schema(implementation = RefundView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(
            responseCode = "409",
            description = "SECOND_PERSON_NEEDED, REFUND_NOT_PROPOSED, REFUND_NOT_STUCK, REFUND_ALREADY_SETTLED, "
                    + "REFUND_MAY_ARRIVE, "
                    + "STATE_CHANGED: WeChat pays after all")
    @APIResponse(responseCode = "503", description = "PAYMENT_UNAVAILABLE: WeChat does not answer")
    public Uni<Response> confirmOutside(
            @PathParam("id") UUID id,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @Valid @NotNull Confirmation request) {
        return mendRefund.confirm(wish(key, request.reason()), id, RefundView::of);
    }

    private Wish wish(@Nullable String key, String reason) {
        return new Wish(caller.actor(), IdempotencyKey.of(key), reason);
    }
}
