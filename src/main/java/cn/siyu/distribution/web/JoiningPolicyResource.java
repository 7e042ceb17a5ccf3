package cn.siyu.distribution.web;

import cn.siyu.distribution.app.Policies;
import cn.siyu.distribution.domain.JoiningPolicy;
import cn.siyu.distribution.domain.JoiningPolicy.Approval;
import cn.siyu.distribution.domain.JoiningPolicy.Condition;
import cn.siyu.distribution.domain.JoiningPolicy.Demand;
import cn.siyu.distribution.domain.JoiningPolicy.Reward;
import cn.siyu.distribution.domain.JoiningPolicy.Trial;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How somebody becomes a distributor: a closed choice; purchase, fee, deposit and head-count are refused (C0e, L8). */
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

            @Schema(description = "What is asked of an applicant: who he is. Money, goods and heads are refused (L8)")
            @Nullable
            @Size(max = 7)
            List<@NotNull Demand> conditions,

            @Schema(description = "What an inviter has of it; the law leaves NONE (L8)") @Nullable
            Reward inviterReward,

            @Schema(description = "How long a newcomer is on trial; absent or 0: not at all")
            @Nullable
            @Min(0)
            @Max(180)
            Integer trialDays,

            @Schema(description = "How many orders of others he has to have brought at its end")
            @Nullable
            @Min(0)
            @Max(1_000)
            Integer trialOrders,

            @NotBlank @Size(max = 200) String reason,

            @Schema(description = "The version that was read") @Min(1)
            int version) {

        JoiningPolicy.Wish wish() {
            var days = trialDays == null ? 0 : trialDays;
            return new JoiningPolicy.Wish(
                    approval,
                    agreementVersion,
                    conditions == null ? List.of() : conditions,
                    inviterReward == null ? Reward.NONE : inviterReward,
                    new Trial(days, days == 0 || trialOrders == null ? 0 : trialOrders));
        }
    }

    /** The policy in force. */
    @Schema(name = "JoiningPolicyView")
    record PolicyView(
            Approval approval,
            String agreementVersion,
            List<Condition> conditions,
            int trialDays,
            int trialOrders,
            int version) {
        static PolicyView of(JoiningPolicy policy) {
            return new PolicyView(
                    policy.approval(),
                    policy.agreementVersion(),
                    policy.conditions().stream().sorted().toList(),
                    policy.trial().days(),
                    policy.trial().orders(),
                    policy.version());
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
    @APIResponse(
            responseCode = "422",
            description = "UNLAWFUL_JOINING_BY_PURCHASE, UNLAWFUL_JOINING_BY_FEE, UNLAWFUL_JOINING_BY_DEPOSIT,"
                    + " UNLAWFUL_JOINING_BY_STORED_VALUE, UNLAWFUL_JOINING_BY_STOCK, UNLAWFUL_CASH_PER_RECRUIT,"
                    + " UNLAWFUL_REWARD_PER_RECRUIT")
    public Uni<PolicyView> change(@Valid @NotNull PolicyRequest request) {
        var next = request.wish().lawful(request.version() + 1);
        return policies.change(next, request.reason(), caller.actor()).map(PolicyView::of);
    }
}
