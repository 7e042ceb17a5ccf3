package cn.siyu.distribution.web;

import cn.siyu.distribution.app.Policies;
import cn.siyu.distribution.domain.JoiningPolicy;
import cn.siyu.distribution.domain.JoiningPolicy.Approval;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How somebody becomes a distributor: a closed choice, without purchase, fee, deposit or head-count (C0e, L8). */
@Path("/api/admin/v1/joining-policies/current")
@Tag(name = "admin distributors")
public class JoiningPolicyResource {

    private final Policies policies;
    private final Caller caller;

    JoiningPolicyResource(Policies policies, Caller caller) {
        this.policies = policies;
        this.caller = caller;
    }

    /** The policy as it is to be from now on. */
    @Schema(name = "JoiningPolicyRequest")
    public record PolicyRequest(
            @NotNull Approval approval,
            @NotBlank @Size(max = 40) String agreementVersion,
            @NotBlank @Size(max = 200) String reason,

            @Schema(description = "The version that was read") @Min(1)
            int version) {}

    /** The policy in force. */
    @Schema(name = "JoiningPolicyView")
    record PolicyView(Approval approval, String agreementVersion, int version) {
        static PolicyView of(JoiningPolicy policy) {
            return new PolicyView(policy.approval(), policy.agreementVersion(), policy.version());
        }
    }

    /** The one in force. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See the joining policy")
    @APIResponse(responseCode = "200", description = "The policy in force")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<PolicyView> see() {
        return policies.joining().map(PolicyView::of);
    }

    /** A new version. */
    @PUT
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Change the joining policy")
    @APIResponse(responseCode = "200", description = "The policy in force now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<PolicyView> change(@Valid @NotNull PolicyRequest request) {
        var next = new JoiningPolicy(request.version() + 1, request.approval(), request.agreementVersion());
        return policies.change(next, request.reason(), caller.actor()).map(PolicyView::of);
    }
}
