package cn.siyu.distribution.web;

import cn.siyu.distribution.app.Policies;
import cn.siyu.distribution.domain.BindingPolicy;
import cn.siyu.distribution.domain.BindingPolicy.Eligible;
import cn.siyu.distribution.domain.BindingPolicy.Takeover;
import cn.siyu.distribution.domain.BindingPolicy.Trigger;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
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

/** How customers are bound to distributors. */
@Path("/api/admin/v1/binding-policies/current")
@Tag(name = "admin customer bindings")
public class BindingPolicyResource {

    private static final int LONGEST = 3_650;
    private static final int MOST_EXTENSION = 365;

    private final Policies policies;
    private final Caller caller;

    BindingPolicyResource(Policies policies, Caller caller) {
        this.policies = policies;
        this.caller = caller;
    }

    /** The policy as it is to be from now on. */
    @Schema(name = "BindingPolicyRequest")
    public record PolicyRequest(
            @NotNull Trigger trigger,
            @NotNull Eligible eligible,

            @Schema(description = "-1: for ever; 0: this order only") @Min(-1) @Max(LONGEST)
            int validityDays,

            @Schema(
                    description =
                            "-1: nobody can take the customer over; 0: anybody at once; not longer than the binding")
            @Min(-1)
            @Max(LONGEST)
            int protectDays,

            @Min(0) @Max(MOST_EXTENSION) int extendOnClickDays,
            @Min(0) @Max(MOST_EXTENSION) int extendOnOrderDays,
            @NotNull Takeover takeover,
            @NotBlank @Size(max = 200) String reason,

            @Schema(description = "The version that was read") @Min(1)
            int version) {

        BindingPolicy next() {
            return new BindingPolicy(
                    version + 1,
                    trigger,
                    eligible,
                    validityDays,
                    protectDays,
                    extendOnClickDays,
                    extendOnOrderDays,
                    takeover);
        }
    }

    /** The policy in force. */
    @Schema(name = "BindingPolicyView")
    record PolicyView(
            Trigger trigger,
            Eligible eligible,
            int validityDays,
            int protectDays,
            int extendOnClickDays,
            int extendOnOrderDays,
            Takeover takeover,
            int version) {

        static PolicyView of(BindingPolicy policy) {
            return new PolicyView(
                    policy.trigger(),
                    policy.eligible(),
                    policy.validityDays(),
                    policy.protectDays(),
                    policy.extendOnClickDays(),
                    policy.extendOnOrderDays(),
                    policy.takeover(),
                    policy.version());
        }
    }

    /** The one in force. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See the binding policy")
    @APIResponse(responseCode = "200", description = "The policy in force")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<PolicyView> see() {
        return policies.binding().map(PolicyView::of);
    }

    /** A new version; bindings that exist keep the protection that they began with. */
    @PUT
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Change the binding policy")
    @APIResponse(responseCode = "200", description = "The policy in force now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "BINDING_POLICY_CONTRADICTS")
    public Uni<PolicyView> change(@Valid @NotNull PolicyRequest request) {
        return policies.change(request.next(), request.reason(), caller.actor()).map(PolicyView::of);
    }
}
