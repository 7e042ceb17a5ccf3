package cn.siyu.identity.web;

import cn.siyu.identity.app.HireStaff;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** How a fresh installation gets its first admin. */
@Path("/api/admin/v1/bootstrap")
@Tag(name = "staff sessions")
class BootstrapResource {

    private final HireStaff hire;
    private final ClientAddress address;

    @Inject
    BootstrapResource(HireStaff hire, ClientAddress address) {
        this.address = address;
        this.hire = hire;
    }

    @Schema(name = "BootstrapRequest")
    record BootstrapRequest(
            @NotBlank @Size(max = 200) String token,

            @NotNull @Pattern(regexp = "[a-zA-Z][a-zA-Z0-9._-]{2,63}")
            String username,

            @NotBlank @Size(max = 64) String displayName,
            @NotBlank @Size(max = 200) String password) {}

    /** The token is the setting siyu.identity.bootstrap-token; it opens nothing once there is an admin. */
    @POST
    @PermitAll
    @Operation(summary = "Make the first admin")
    @APIResponse(
            responseCode = "201",
            description = "The first admin",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StaffView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, PASSWORD_WEAK")
    @APIResponse(responseCode = "403", description = "BOOTSTRAP_REFUSED")
    @APIResponse(responseCode = "429", description = "SIGN_IN_LOCKED")
    @ResponseStatus(201)
    public Uni<StaffView> bootstrap(@NotNull @Valid BootstrapRequest request) {
        return hire.firstAdmin(
                        request.token(), request.username(), request.displayName(), request.password(), address.value())
                .map(StaffView::of);
    }
}
