package cn.siyu.distribution.web;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.app.AdmitDistributor;
import cn.siyu.distribution.app.KnowDistributor;
import cn.siyu.distribution.app.ReadDistributors;
import cn.siyu.distribution.domain.Distributor.Identity;
import cn.siyu.distribution.domain.Standing.Kind;
import cn.siyu.distribution.store.DistributorPages.Filter;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The queue of those who wish to become distributors. */
@Path("/api/admin/v1/distributor-applications")
@Tag(name = "admin distributors")
public class ApplicationAdminResource {

    private final AdmitDistributor admit;
    private final ReadDistributors distributors;
    private final KnowDistributor know;
    private final DistributorViews views;
    private final Caller caller;

    ApplicationAdminResource(
            AdmitDistributor admit,
            ReadDistributors distributors,
            KnowDistributor know,
            DistributorViews views,
            Caller caller) {
        this.admit = admit;
        this.distributors = distributors;
        this.know = know;
        this.views = views;
        this.caller = caller;
    }

    /** What became of an application. */
    @Schema(name = "ApplicationState")
    public enum ApplicationState {
        APPLIED,
        REJECTED,
        APPROVED;

        List<Kind> kinds() {
            return switch (this) {
                case APPLIED -> List.of(Kind.APPLIED);
                case REJECTED -> List.of(Kind.REJECTED);
                case APPROVED -> List.of(Kind.ACTIVE, Kind.SUSPENDED, Kind.QUITTING, Kind.TERMINATED);
            };
        }
    }

    /** The tier in which he begins, and why he is admitted. */
    @Schema(name = "DistributorApprovalRequest")
    public record ApprovalRequest(
            @NotNull UUID tierId, @NotBlank @Size(max = 200) String reason) {}

    /** What a check of who somebody is has shown, and by which means. */
    @Schema(name = "IdentityCheckRequest")
    public record IdentityRequest(
            boolean passed,

            @Schema(description = "Such as ID_CARD_SEEN, PHONE_CALL, WECHAT_REAL_NAME")
            @NotNull
            @Pattern(regexp = "[A-Z][A-Z0-9_]{1,31}")
            String source,

            @NotBlank @Size(max = 200) String reason) {

        Identity identity() {
            return new Identity(passed, source);
        }
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List applications of distributors")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<DistributorView>> list(
            @QueryParam("state") @Nullable ApplicationState state,
            @QueryParam("memberId") @Nullable UUID member,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        var states = state == null ? List.of(Kind.values()) : state.kinds();
        return distributors.search(Filter.of(states, member), page, size).map(views::of);
    }

    /** One application. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See an application")
    @APIResponse(responseCode = "200", description = "The application")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<DistributorView> see(@PathParam("id") UUID id) {
        return distributors.see(new DistributorId(id)).map(views::of);
    }

    /** The latest result counts; who has failed is not admitted. */
    @POST
    @Path("/{id}/identity-check")
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Note what a check of who somebody is has shown")
    @APIResponse(responseCode = "200", description = "The application")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<DistributorView> identify(@PathParam("id") UUID id, @Valid @NotNull IdentityRequest request) {
        return know.identify(new DistributorId(id), request.identity(), request.reason(), caller.actor())
                .chain(() -> see(id));
    }

    /** He is a distributor from now on. */
    @POST
    @Path("/{id}/approve")
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Admit an applicant")
    @APIResponse(responseCode = "200", description = "The distributor that he is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "TIER_UNKNOWN, IDENTITY_FAILED, JOINING_CONDITION_UNMET")
    public Uni<DistributorView> approve(@PathParam("id") UUID id, @Valid @NotNull ApprovalRequest request) {
        return admit.approve(new DistributorId(id), request.tierId(), request.reason(), caller.actor())
                .chain(() -> see(id));
    }

    /** He reads the reason, and may apply anew. */
    @POST
    @Path("/{id}/reject")
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Reject an applicant")
    @APIResponse(responseCode = "200", description = "The application as it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<DistributorView> reject(@PathParam("id") UUID id, @Valid @NotNull ReasonRequest request) {
        return admit.reject(new DistributorId(id), request.reason(), caller.actor())
                .chain(() -> see(id));
    }
}
