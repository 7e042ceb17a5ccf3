package cn.siyu.identity.web;

import cn.siyu.identity.app.Credentials;
import cn.siyu.identity.app.EnrolTotp;
import cn.siyu.kernel.rate.ClientAddress;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
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

/** Setting up one-time codes, before the first sign-in if need be. */
@Path("/api/admin/v1/totp-enrolments")
@Tag(name = "staff sessions")
class TotpResource {

    private final EnrolTotp enrol;
    private final ClientAddress address;

    @Inject
    TotpResource(EnrolTotp enrol, ClientAddress address) {
        this.address = address;
        this.enrol = enrol;
    }

    @Schema(name = "TotpOfferRequest")
    record OfferRequest(
            @NotBlank @Size(max = 64) String username,
            @NotBlank @Size(max = 200) String password,
            @Pattern(regexp = "[0-9]{6}") @Nullable String totp) {}

    @Schema(name = "TotpConfirmRequest")
    record ConfirmRequest(
            @NotBlank @Size(max = 64) String username,
            @NotBlank @Size(max = 200) String password,
            @NotNull @Pattern(regexp = "[0-9]{6}") String totp) {}

    @Schema(name = "TotpOfferView")
    record OfferView(String secret, String uri) {}

    /** Nothing changes until it is confirmed; whoever uses codes already gives one. */
    @POST
    @PermitAll
    @Operation(summary = "Ask for a secret for one-time codes")
    @APIResponse(
            responseCode = "201",
            description = "The secret, shown once",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = OfferView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "401", description = "SIGN_IN_REFUSED, TOTP_REQUIRED")
    @APIResponse(responseCode = "429", description = "SIGN_IN_LOCKED")
    @ResponseStatus(201)
    @ResponseHeader(name = "Cache-Control", value = "no-store")
    public Uni<OfferView> offer(@NotNull @Valid OfferRequest request) {
        return enrol.offer(new Credentials(
                        request.username(), request.password(), Optional.ofNullable(request.totp()), address.value()))
                .map(offer -> new OfferView(offer.secret(), offer.uri()));
    }

    @POST
    @Path("/confirm")
    @PermitAll
    @Operation(summary = "Prove the secret by a first code: from now on every sign-in needs one")
    @APIResponse(responseCode = "204", description = "Set up")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "401", description = "SIGN_IN_REFUSED")
    @APIResponse(responseCode = "429", description = "SIGN_IN_LOCKED")
    public Uni<Void> confirm(@NotNull @Valid ConfirmRequest request) {
        return enrol.confirm(
                new Credentials(request.username(), request.password(), Optional.of(request.totp()), address.value()));
    }
}
