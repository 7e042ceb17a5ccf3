package cn.siyu.commission.web;

import cn.siyu.commission.app.ReadCommissions;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.store.AccountStore.Balances;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a partner has: one account as a distributor, one as a KOC. */
@Path("/api/partner/v1/accounts")
@Tag(name = "Commissions (partner)")
@Produces(MediaType.APPLICATION_JSON)
class AccountResource {

    private final ReadCommissions read;
    private final Caller caller;

    @Inject
    AccountResource(ReadCommissions read, Caller caller) {
        this.read = read;
        this.caller = caller;
    }

    /** One account with all its sums. */
    @Schema(name = "CommissionAccountView")
    record AccountView(
            UUID id,
            Payee.Kind kind,

            @Schema(description = "Of orders whose goods are not received yet")
            long pendingFen,

            @Schema(description = "Of received orders that may still be returned")
            long frozenFen,

            @Schema(description = "May be withdrawn; never below zero, see debtFen")
            long availableFen,

            long withdrawingFen,

            @Schema(description = "Has been paid out") long paidFen,

            @Schema(description = "Refunds took more than was available: later commissions are set against it")
            long debtFen) {

        static AccountView of(Balances account) {
            var available = account.available().fen();
            return new AccountView(
                    account.payee().id(),
                    account.payee().kind(),
                    account.pending().fen(),
                    account.frozen().fen(),
                    Math.max(0, available),
                    account.withdrawing().fen(),
                    account.paid().fen(),
                    Math.max(0, -available));
        }
    }

    /** One or two. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See the own commission accounts")
    @APIResponse(responseCode = "200", description = "All of them")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    public Uni<Page<AccountView>> accounts() {
        return read.accounts(caller.id())
                .map(all -> new Page<>(all.stream().map(AccountView::of).toList(), null));
    }
}
