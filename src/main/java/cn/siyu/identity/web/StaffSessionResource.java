package cn.siyu.identity.web;

import cn.siyu.identity.Audience;
import cn.siyu.identity.Sessions;
import cn.siyu.identity.SignedIn;
import cn.siyu.identity.app.Credentials;
import cn.siyu.identity.app.SignInStaff;
import cn.siyu.kernel.rate.ClientAddress;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Staff come and go. */
@Path("/api/admin/v1/sessions")
@Tag(name = "staff sessions")
class StaffSessionResource {

    private final SignInStaff signInStaff;
    private final Sessions sessions;
    private final Caller caller;
    private final ClientAddress address;

    @Inject
    StaffSessionResource(SignInStaff signInStaff, Sessions sessions, Caller caller, ClientAddress address) {
        this.address = address;
        this.signInStaff = signInStaff;
        this.sessions = sessions;
        this.caller = caller;
    }

    @Schema(name = "StaffSignInRequest")
    record SignInRequest(
            @NotBlank @Size(max = 64) String username,
            @NotBlank @Size(max = 200) String password,
            @Pattern(regexp = "[0-9]{6}") @Nullable String totp) {}

    @Schema(name = "StaffRefreshRequest")
    record RefreshRequest(@NotBlank @Size(max = 200) String refreshToken) {}

    /** An unknown user and a wrong password get the same answer in the same time. */
    @POST
    @PermitAll
    @Operation(summary = "Sign in with user name, password and, where it is set up, a one-time code")
    @APIResponse(
            responseCode = "201",
            description = "A pair of tokens",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = SignedIn.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "401", description = "SIGN_IN_REFUSED, TOTP_REQUIRED")
    @APIResponse(responseCode = "403", description = "TOTP_ENROLMENT_REQUIRED")
    @APIResponse(responseCode = "429", description = "SIGN_IN_LOCKED")
    @ResponseStatus(201)
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Uni<SignedIn> signIn(@NotNull @Valid SignInRequest request) {
        return signInStaff.signIn(new Credentials(
                request.username(), request.password(), Optional.ofNullable(request.totp()), address.value()));
    }

    /** The refresh token is good once; using it again ends the session. */
    @POST
    @Path("/refresh")
    @PermitAll
    @Operation(summary = "Exchange a refresh token for a new pair of tokens")
    @APIResponse(
            responseCode = "201",
            description = "A pair of tokens",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = SignedIn.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "401", description = "REFRESH_TOKEN_REFUSED")
    @ResponseStatus(201)
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Uni<SignedIn> refresh(@NotNull @Valid RefreshRequest request) {
        return sessions.refresh(Audience.STAFF, request.refreshToken());
    }

    /** The access token of the session is refused within 30 seconds, on this instance at once. */
    @DELETE
    @Path("/current")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.FINANCE, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "Sign out")
    @APIResponse(responseCode = "204", description = "The session has ended")
    @APIResponse(responseCode = "401", description = "UNAUTHENTICATED")
    public Uni<Void> signOut() {
        return sessions.end(caller.sessionId());
    }
}
