package cn.siyu.identity.web;

import cn.siyu.identity.app.OwnAccount;
import cn.siyu.kernel.rate.ClientAddress;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What staff see and change of themselves. */
@Path("/api/admin/v1/me")
@Tag(name = "staff sessions")
class OwnAccountResource {

    private final OwnAccount account;
    private final Caller caller;
    private final ClientAddress address;

    @Inject
    OwnAccountResource(OwnAccount account, Caller caller, ClientAddress address) {
        this.address = address;
        this.account = account;
        this.caller = caller;
    }

    @Schema(name = "StaffSelfView")
    record SelfView(
            UUID id, String username, String displayName, List<String> roles, boolean totp, OrgUnitView orgUnit) {

        static SelfView of(OwnAccount.Self self) {
            var staff = self.staff();
            return new SelfView(
                    staff.id(),
                    staff.username(),
                    staff.displayName(),
                    staff.roles().stream().sorted().toList(),
                    staff.totpSecret().isPresent(),
                    OrgUnitView.of(self.unit()));
        }
    }

    @Schema(name = "StaffOwnPasswordRequest")
    record PasswordRequest(
            @NotBlank @Size(max = 200) String currentPassword,
            @NotBlank @Size(max = 200) String newPassword) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.FINANCE, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "Who the caller is")
    @APIResponse(responseCode = "200", description = "The caller")
    @APIResponse(responseCode = "401", description = "UNAUTHENTICATED")
    public Uni<SelfView> me() {
        return account.see(caller.id()).map(SelfView::of);
    }

    /** Ends all sessions of the caller, this one too. */
    @POST
    @Path("/password")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.FINANCE, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "Change one's own password")
    @APIResponse(responseCode = "204", description = "Changed: sign in again")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, PASSWORD_WEAK")
    @APIResponse(responseCode = "401", description = "UNAUTHENTICATED, SIGN_IN_REFUSED")
    @APIResponse(responseCode = "429", description = "SIGN_IN_LOCKED")
    public Uni<Void> changePassword(@NotNull @Valid PasswordRequest request) {
        return account.changePassword(
                caller.actor(), request.currentPassword(), request.newPassword(), address.value());
    }
}
