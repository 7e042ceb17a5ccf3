package cn.siyu.commission.web;

import cn.siyu.commission.app.TaxDesk;
import cn.siyu.commission.app.TaxDesk.Wish;
import cn.siyu.commission.domain.TaxFormula;
import cn.siyu.commission.domain.TaxHandling;
import cn.siyu.commission.domain.TaxPolicy;
import cn.siyu.commission.domain.TaxSubject;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Who sees to the tax of whom, by which formula, since when, and who decided it: an accountant does (L7). */
@Path("/api/admin/v1/tax-policies")
@Tag(name = "Tax (admin)")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class TaxPolicyResource {

    private static final int CREATED = 201;

    private final TaxDesk desk;
    private final Caller caller;

    @Inject
    TaxPolicyResource(TaxDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** What is to hold. */
    @Schema(name = "TaxPolicyRequest")
    record PolicyRequest(
            @NotNull TaxSubject subject,
            @NotNull TaxHandling handling,

            @Schema(description = "Only where the shop withholds") @Nullable
            TaxFormula formula,

            @Schema(description = "Absent: from now on") @Nullable
            Instant from,

            @NotBlank @Size(max = 200) String reason) {}

    /** What holds, or held. */
    @Schema(name = "TaxPolicyView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PolicyView(
            UUID id,
            TaxSubject subject,
            TaxHandling handling,
            @Nullable TaxFormula formula,
            Instant from,
            String reason,
            String setBy,
            Instant setAt) {

        static PolicyView of(TaxPolicy policy) {
            return new PolicyView(
                    policy.id(),
                    policy.subject(),
                    policy.handling(),
                    policy.formula().orElse(null),
                    policy.from(),
                    policy.reason(),
                    policy.setBy(),
                    policy.setAt());
        }
    }

    /** The newest first; of each subject the newest that has begun holds. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List tax policies")
    @APIResponse(responseCode = "200", description = "The newest 200")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<Page<PolicyView>> list() {
        return desk.policies()
                .map(all -> new Page<>(all.stream().map(PolicyView::of).toList(), null));
    }

    /** From now or later; what was withheld stays as it was. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Set a tax policy")
    @APIResponse(
            responseCode = "201",
            description = "The policy",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PolicyView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "RULE_OVERLAPS: there is one from that instant on")
    @APIResponse(responseCode = "422", description = "TAX_POLICY_WRONG, RULE_IN_THE_PAST")
    public Uni<PolicyView> set(@Valid @NotNull PolicyRequest request) {
        return desk.set(
                        new Wish(
                                request.subject(),
                                request.handling(),
                                Optional.ofNullable(request.formula()),
                                Optional.ofNullable(request.from()),
                                request.reason()),
                        caller.actor())
                .map(PolicyView::of);
    }
}
