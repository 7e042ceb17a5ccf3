package cn.siyu.commission.web;

import cn.siyu.commission.app.TaxDesk;
import cn.siyu.commission.app.TaxDesk.Identity;
import cn.siyu.commission.domain.IdentityNumber;
import cn.siyu.commission.domain.TaxFormula;
import cn.siyu.commission.domain.TaxHandling;
import cn.siyu.commission.domain.TaxReckoning;
import cn.siyu.commission.domain.TaxRecord;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A payee's tax: what would be withheld, and who he is to the tax office. */
@Path("/api/partner/v1/tax")
@Tag(name = "Tax (partner)")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class PartnerTaxResource {

    private static final long MOST_FEN = 100_000_000_000L;

    private final TaxDesk desk;
    private final Caller caller;

    @Inject
    PartnerTaxResource(TaxDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** What a payout would leave, and how that comes about. */
    @Schema(name = "TaxQuote")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record QuoteView(
            TaxHandling handling,
            @Nullable TaxFormula formula,
            long grossFen,
            long taxFen,
            long netFen,

            @Schema(description = "Income that counts, with this payout") @Nullable
            Long incomeFen,

            @Nullable Long taxableFen,
            @Nullable Integer rateBasisPoints,
            @Nullable Long quickDeductionFen,
            @Nullable Long withheldBeforeFen) {

        static QuoteView of(TaxRecord quote) {
            var how = quote.reckoning();
            return new QuoteView(
                    quote.handling(),
                    quote.formula().orElse(null),
                    quote.gross().fen(),
                    quote.tax().fen(),
                    quote.net().fen(),
                    how.map(each -> each.income().fen()).orElse(null),
                    how.map(each -> each.taxable().fen()).orElse(null),
                    how.map(TaxReckoning::rate).map(rate -> rate.basisPoints()).orElse(null),
                    how.map(each -> each.quick().fen()).orElse(null),
                    how.map(each -> each.withheldBefore().fen()).orElse(null));
        }
    }

    /** Who he is, as he agreed to tell. */
    @Schema(name = "TaxIdentityRequest")
    record IdentityRequest(
            @NotBlank @Size(max = 60) String name,

            @Schema(description = "Of a resident: eighteen figures, the last may be X") @NotBlank @Size(max = 20)
            String idNumber,

            @Schema(description = "The text that he was shown and agreed to") @NotBlank @Size(max = 40)
            String consentVersion) {}

    /** As he may see it again. */
    @Schema(name = "TaxIdentityView")
    record IdentityView(String idNumber, String consentVersion, Instant consentedAt) {

        static IdentityView of(Identity identity) {
            return new IdentityView(identity.number().masked(), identity.consentVersion(), identity.consentedAt());
        }
    }

    /** As if it were paid now; another payout before it may change that. */
    @GET
    @Path("/quote")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See what would be withheld of a withdrawal")
    @APIResponse(responseCode = "200", description = "The tax, and how it comes about")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no account of the caller")
    @APIResponse(responseCode = "422", description = "ACCOUNT_UNCLEAR")
    public Uni<QuoteView> quote(
            @QueryParam("amountFen") @NotNull @Min(1) @Max(MOST_FEN) Long amountFen,
            @QueryParam("accountId") @Nullable UUID accountId) {
        return desk.quote(caller.id(), new Money(amountFen), Optional.ofNullable(accountId))
                .map(QuoteView::of);
    }

    /** Masked. */
    @GET
    @Path("/identity")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See who one is to the tax office")
    @APIResponse(responseCode = "200", description = "The number, masked, and the consent")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: never said")
    public Uni<IdentityView> identity() {
        return desk.identity(caller.id())
                .map(known -> known.map(IdentityView::of).orElseThrow(Refused::notFound));
    }

    /** Kept sealed, for the quarterly report alone. */
    @PUT
    @Path("/identity")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Say who one is to the tax office")
    @APIResponse(responseCode = "200", description = "The number, masked, and the consent")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "422", description = "TAX_IDENTITY_WRONG")
    public Uni<IdentityView> identify(@Valid @NotNull IdentityRequest request) {
        return desk.identify(
                        caller.id(),
                        request.name().strip(),
                        IdentityNumber.of(request.idNumber()),
                        request.consentVersion())
                .map(IdentityView::of);
    }
}
