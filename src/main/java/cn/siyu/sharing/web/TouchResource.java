package cn.siyu.sharing.web;

import cn.siyu.kernel.rate.ClientAddress;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.sharing.app.Allowances;
import cn.siyu.sharing.app.LogClicks;
import cn.siyu.sharing.app.LogClicks.Logged;
import cn.siyu.sharing.domain.Token;
import cn.siyu.sharing.domain.Visitor;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Who opened which link: told when it is opened, and claimed after the sign-in. */
@Path("/api/mp/v1/touch-events")
@Tag(name = "sharing")
class TouchResource {

    private final LogClicks clicks;
    private final Allowances allowances;
    private final Caller caller;
    private final ClientAddress address;

    @Inject
    TouchResource(LogClicks clicks, Allowances allowances, Caller caller, ClientAddress address) {
        this.clicks = clicks;
        this.allowances = allowances;
        this.caller = caller;
        this.address = address;
    }

    /** Which link was opened; {@code visitor} is what an earlier answer gave, if any. */
    @Schema(name = "TouchRequest")
    record TouchRequest(
            @NotNull @Pattern(regexp = Token.FORM) String token,

            @Nullable @Pattern(regexp = Visitor.FORM) String visitor) {}

    /** That it is written down. */
    @Schema(name = "Touch")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TouchView(
            @Schema(description = "For a visitor who is not signed in: keep it and claim with it after the sign-in")
            @Nullable
            String visitor) {

        static TouchView of(Logged logged) {
            return new TouchView(logged.visitor().map(Visitor::secret).orElse(null));
        }
    }

    /** The visitor who has become a member. */
    @Schema(name = "TouchClaimRequest")
    record ClaimRequest(
            @NotNull @Pattern(regexp = Visitor.FORM) String visitor) {}

    /** How many clicks are the member's now; none when they were claimed before or are too old. */
    @Schema(name = "TouchClaim")
    record ClaimView(int claimed) {}

    /** The server's own record decides at order time; no token of a client is believed then. */
    @POST
    @PermitAll
    @Operation(summary = "Tell that a link was opened, signed in or not")
    @APIResponse(
            responseCode = "201",
            description = "Written down",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TouchView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "410", description = "SHARE_LINK_OVER")
    @APIResponse(responseCode = "429", description = "TOO_MANY_REQUESTS")
    @ResponseStatus(201)
    public Uni<TouchView> touch(@NotNull @Valid TouchRequest request) {
        return allowances
                .click(address.value())
                .chain(() -> caller.is(Role.MEMBER)
                        ? clicks.ofMember(request.token(), caller.id())
                        : clicks.ofVisitor(request.token(), Visitor.of(request.visitor())))
                .map(TouchView::of);
    }

    /** Each click becomes somebody's once, however many claim it. */
    @POST
    @Path("/claim")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Make the clicks from before the sign-in one's own")
    @APIResponse(responseCode = "200", description = "What was claimed")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "429", description = "TOO_MANY_REQUESTS")
    public Uni<ClaimView> claim(@NotNull @Valid ClaimRequest request) {
        var member = caller.id();
        return allowances
                .claim(member)
                .chain(() -> clicks.claim(new Visitor(request.visitor()), member))
                .map(ClaimView::new);
    }
}
