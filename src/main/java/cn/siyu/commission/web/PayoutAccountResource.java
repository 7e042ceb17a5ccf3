package cn.siyu.commission.web;

import cn.siyu.commission.app.PayoutAccounts;
import cn.siyu.commission.app.PayoutAccounts.Shown;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** To whom a partner's commissions are paid: the WeChat user that he is signed in as, and the name that WeChat knows. */
@Path("/api/partner/v1/payout-account")
@Tag(name = "Commissions (partner)")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class PayoutAccountResource {

    private final PayoutAccounts accounts;
    private final Caller caller;

    @Inject
    PayoutAccountResource(PayoutAccounts accounts, Caller caller) {
        this.accounts = accounts;
        this.caller = caller;
    }

    /** A real name, by whoever has seen this version. */
    @Schema(name = "PayoutAccountChange")
    record Change(
            @NotNull @Size(min = 2, max = 40) @Pattern(regexp = "(?s).*\\S.*\\S.*", message = "must be a name")
            String realName,

            @NotNull @Min(0) Long version) {}

    /** What is known of it. */
    @Schema(name = "PayoutAccountView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            @Schema(description = "Masked; absent as long as none was needed") @Nullable
            String realName,

            @Schema(description = "After a change: until when nothing is paid out") @Nullable
            Instant coolsUntil,

            long version) {

        static View of(Shown shown) {
            return new View(shown.maskedName().orElse(null), shown.coolsUntil().orElse(null), shown.version());
        }
    }

    /** Also of whoever has never withdrawn anything. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See to whom the own commissions are paid")
    @APIResponse(responseCode = "200", description = "The account")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    public Uni<View> see() {
        return accounts.see(caller.id()).map(View::of);
    }

    /** The first name counts at once; after another one nothing is paid out for a day. */
    @PUT
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Change the real name to which the own commissions are paid")
    @APIResponse(responseCode = "200", description = "The account")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<View> change(@Valid @NotNull Change change) {
        return accounts.rename(caller.id(), change.realName().strip(), change.version(), caller.actor())
                .map(View::of);
    }
}
