package cn.siyu.member.web;

import cn.siyu.identity.Audience;
import cn.siyu.identity.Sessions;
import cn.siyu.identity.SignedIn;
import cn.siyu.kernel.rate.ClientAddress;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.member.app.SignInMember;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Members come and go. */
@Path("/api/mp/v1/sessions")
@Tag(name = "member sessions")
class MemberSessionResource {

    private final SignInMember signInMember;
    private final Sessions sessions;
    private final Caller caller;
    private final ClientAddress address;

    @Inject
    MemberSessionResource(SignInMember signInMember, Sessions sessions, Caller caller, ClientAddress address) {
        this.signInMember = signInMember;
        this.sessions = sessions;
        this.caller = caller;
        this.address = address;
    }

    @Schema(name = "MemberSignInRequest")
    record SignInRequest(@NotBlank @Size(max = 128) String code) {}

    @Schema(name = "MemberRefreshRequest")
    record RefreshRequest(@NotBlank @Size(max = 200) String refreshToken) {}

    /** The code is exchanged by the server; an openid is never taken from a client. The first sign-in makes the member. */
    @POST
    @PermitAll
    @Operation(summary = "Sign in with a wx.login code")
    @APIResponse(
            responseCode = "201",
            description = "A pair of tokens",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = SignedIn.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, LOGIN_CODE_INVALID")
    @APIResponse(responseCode = "403", description = "LOGIN_BLOCKED, MEMBER_DISABLED")
    @APIResponse(responseCode = "429", description = "LOGIN_TOO_OFTEN, TOO_MANY_REQUESTS")
    @APIResponse(responseCode = "503", description = "WECHAT_UNAVAILABLE")
    @ResponseStatus(201)
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Uni<SignedIn> signIn(@NotNull @Valid SignInRequest request) {
        return signInMember.signIn(request.code(), address.value());
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
        return sessions.refresh(Audience.MEMBER, request.refreshToken());
    }

    /** The access token of the session is refused within 30 seconds, on this instance at once. */
    @DELETE
    @Path("/current")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Sign out")
    @APIResponse(responseCode = "204", description = "The session has ended")
    @APIResponse(responseCode = "401", description = "UNAUTHENTICATED")
    public Uni<Void> signOut() {
        return sessions.end(caller.sessionId());
    }
}
