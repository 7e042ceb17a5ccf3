package cn.siyu.distribution.web;

import cn.siyu.distribution.app.ComplianceDesk;
import cn.siyu.distribution.domain.CompliancePolicy;
import cn.siyu.distribution.domain.CompliancePolicy.Payee;
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
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How deep pay goes and who shares a line: what the law leaves to be settled, and nothing else (L8). */
@Path("/api/admin/v1/compliance/current")
@Tag(name = "admin compliance")
public class ComplianceResource {

    private final ComplianceDesk desk;
    private final Caller caller;

    ComplianceResource(ComplianceDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** The legal confirmation of a second level. */
    @Schema(name = "LegalConfirmation")
    public record Confirmation(
            @Schema(description = "Who gave it") @NotBlank @Size(max = 80)
            String by,

            @Schema(description = "When; not in the future") @NotNull
            LocalDate on,

            @Schema(description = "Where the document is filed") @NotBlank @Size(max = 200)
            String document) {}

    /** The policy as it is to be from now on. */
    @Schema(name = "ComplianceRequest")
    public record ComplianceRequest(
            @Schema(description = "1; 2 only with a confirmation; the law knows no 3 (L8)") @Min(1) @Max(9)
            int maxDepth,

            @Nullable @Valid Confirmation confirmation,

            @Schema(description = "The inviter's share of a line's net, in basis points; only with two levels")
            @Nullable
            @Min(0)
            @Max(10_000)
            Integer inviterBp,

            @Schema(description = "Who may be paid from one and the same line; absent: as it is by default")
            @Nullable
            @Size(max = 10)
            List<@NotNull @Size(max = 6) Set<Payee>> together,

            @NotBlank @Size(max = 200) String reason,

            @Schema(description = "The version that was read") @Min(1)
            int version) {

        CompliancePolicy.Wish wish() {
            return new CompliancePolicy.Wish(
                    maxDepth,
                    Optional.ofNullable(confirmation)
                            .map(said -> new CompliancePolicy.Confirmation(said.by(), said.on(), said.document())),
                    inviterBp == null ? 0 : inviterBp,
                    together == null ? List.of(Set.of(Payee.DISTRIBUTOR, Payee.LEADER)) : together);
        }
    }

    /** The policy in force. */
    @Schema(name = "ComplianceView")
    record ComplianceView(
            int maxDepth, @Nullable Confirmation confirmation, int inviterBp, List<List<Payee>> together, int version) {
        static ComplianceView of(CompliancePolicy policy) {
            return new ComplianceView(
                    policy.maxDepth(),
                    policy.confirmation()
                            .map(said -> new Confirmation(said.by(), said.on(), said.document()))
                            .orElse(null),
                    policy.inviter().basisPoints(),
                    policy.together().stream()
                            .map(pair -> pair.stream().sorted().toList())
                            .toList(),
                    policy.version());
        }
    }

    /** The one in force. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See how deep pay goes")
    @APIResponse(responseCode = "200", description = "The policy in force")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<ComplianceView> see() {
        return desk.policy().map(ComplianceView::of);
    }

    /** A new version, for orders from now on. */
    @PUT
    @RolesAllowed(Role.ADMIN)
    @Operation(summary = "Settle how deep pay goes")
    @APIResponse(responseCode = "200", description = "The policy in force now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(
            responseCode = "422",
            description = "UNLAWFUL_DEPTH_THREE, UNLAWFUL_DEPTH_TWO_UNCONFIRMED, UNLAWFUL_PAYEES_STACKED,"
                    + " INVITER_WITHOUT_DEPTH, RATE_ABOVE_CAP")
    public Uni<ComplianceView> change(@Valid @NotNull ComplianceRequest request) {
        return desk.change(request.wish(), request.version(), request.reason(), caller.actor())
                .map(ComplianceView::of);
    }
}
