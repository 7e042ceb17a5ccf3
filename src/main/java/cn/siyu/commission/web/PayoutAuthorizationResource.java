package cn.siyu.commission.web;

import cn.siyu.commission.app.AuthorizePayouts;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.payment.Authorizations;
import cn.siyu.payment.Authorizations.Standing;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
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

/** Whether a partner lets his commissions come without confirming each transfer in WeChat. */
@Path("/api/partner/v1/payout-authorization")
@Tag(name = "Commissions (partner)")
@Produces(MediaType.APPLICATION_JSON)
class PayoutAuthorizationResource {

    private final AuthorizePayouts authorize;
    private final Caller caller;

    @Inject
    PayoutAuthorizationResource(AuthorizePayouts authorize, Caller caller) {
        this.authorize = authorize;
        this.caller = caller;
    }

    /** How it stands. */
    @Schema(name = "PayoutAuthorizationView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            Authorizations.State state,
            Instant since,

            @Schema(description = "WeChat's word for why it has ended") @Nullable
            String closeReason,

            @Schema(description = "For wx.requestMerchantTransfer, while the partner has to agree") @Nullable
            Agree agree) {

        static View of(Standing standing) {
            return new View(
                    standing.state(),
                    standing.since(),
                    standing.closeReason().orElse(null),
                    standing.confirmation()
                            .map(c -> new Agree(c.mchId(), c.appId(), c.packageInfo()))
                            .orElse(null));
        }
    }

    /** What {@code wx.requestMerchantTransfer} is called with. */
    @Schema(name = "PayoutAuthorizationAgree")
    record Agree(
            String mchId,
            String appId,
            @JsonProperty("package") String packageInfo) {}

    /** The newest one; WeChat is asked while the partner has to agree. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See whether the own transfers come without confirmation")
    @APIResponse(responseCode = "200", description = "The authorization")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: there never was one")
    public Uni<View> see() {
        return authorize.see(caller.id()).map(View::of);
    }

    /** WeChat asks him, once; whoever has agreed already is not asked again. */
    @PUT
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Let the own transfers come without confirmation")
    @APIResponse(responseCode = "200", description = "The authorization")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "422", description = "AUTHORIZATION_REFUSED: WeChat does not allow it")
    @APIResponse(responseCode = "503", description = "PAYMENT_UNAVAILABLE: try again in a moment")
    public Uni<View> ask() {
        return authorize.ask(caller.id()).map(View::of);
    }

    /** From now on he confirms each transfer again. */
    @DELETE
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Confirm each own transfer again")
    @APIResponse(responseCode = "200", description = "The authorization, closed")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: there is nothing to take back")
    @APIResponse(responseCode = "503", description = "PAYMENT_UNAVAILABLE: try again in a moment")
    public Uni<View> close() {
        return authorize.close(caller.id()).map(View::of);
    }
}
