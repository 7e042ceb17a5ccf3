package cn.siyu.distribution.web;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.DistributorLayer;
import cn.siyu.distribution.DistributorLayer.Activity;
import cn.siyu.distribution.app.KnowDistributor;
import cn.siyu.distribution.app.MoveDistributor;
import cn.siyu.distribution.app.ReadDistributors;
import cn.siyu.distribution.domain.Distributor.Engagement;
import cn.siyu.distribution.domain.PromoCodes;
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
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Distributors as staff look after them. */
@Path("/api/admin/v1/distributors")
@Tag(name = "admin distributors")
public class DistributorAdminResource {

    /** Whoever was admitted once; applicants have a queue of their own. */
    private static final List<Kind> ADMITTED = List.of(Kind.ACTIVE, Kind.SUSPENDED, Kind.QUITTING, Kind.TERMINATED);

    private final MoveDistributor move;
    private final KnowDistributor know;
    private final ReadDistributors distributors;
    private final DistributorViews views;
    private final Caller caller;

    DistributorAdminResource(
            MoveDistributor move,
            KnowDistributor know,
            ReadDistributors distributors,
            DistributorViews views,
            Caller caller) {
        this.move = move;
        this.know = know;
        this.distributors = distributors;
        this.views = views;
        this.caller = caller;
    }

    /** What staff settle about a distributor. */
    @Schema(name = "DistributorEditRequest")
    public record EditRequest(
            @NotNull Engagement engagement,

            @Schema(description = "Who of the staff looks after him; absent: nobody") @Nullable
            UUID ownerId,

            @NotBlank @Size(max = 200) String reason,

            @Schema(description = "The version that was read") @Min(0)
            long version) {}

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List distributors")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<DistributorView>> list(
            @QueryParam("state") @Nullable Kind state,
            @QueryParam("tierId") @Nullable UUID tier,
            @QueryParam("teamId") @Nullable UUID team,
            @QueryParam("memberId") @Nullable UUID member,
            @QueryParam("promoCode") @Nullable @Size(max = 16) String promoCode,
            @QueryParam("ownerId") @Nullable UUID owner,
            @QueryParam("layerSize") DistributorLayer.@Nullable Size layerSize,
            @QueryParam("activity") @Nullable Activity activity,
            @QueryParam("onTrial") @DefaultValue("false") boolean onTrial,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        var states = state == null ? ADMITTED : List.of(state);
        var code = promoCode == null ? null : PromoCodes.canonical(promoCode);
        return distributors
                .search(new Filter(states, tier, team, member, code, owner, layerSize, activity, onTrial), page, size)
                .map(views::of);
    }

    /** One of them. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See a distributor")
    @APIResponse(responseCode = "200", description = "The distributor")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<DistributorView> see(@PathParam("id") UUID id) {
        return distributors.see(new DistributorId(id)).map(views::of);
    }

    /** Who of the staff looks after him, and under what he works. */
    @PUT
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Settle who looks after a distributor")
    @APIResponse(responseCode = "200", description = "The distributor as he is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "OWNER_UNKNOWN")
    public Uni<DistributorView> edit(@PathParam("id") UUID id, @Valid @NotNull EditRequest request) {
        return know.edit(
                        new DistributorId(id),
                        request.engagement(),
                        Optional.ofNullable(request.ownerId()),
                        request.version(),
                        request.reason(),
                        caller.actor())
                .chain(() -> see(id));
    }

    /** His links stop working, he has no claims; his customers stay his. */
    @POST
    @Path("/{id}/suspend")
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Suspend a distributor")
    @APIResponse(responseCode = "200", description = "The distributor as he is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<DistributorView> suspend(@PathParam("id") UUID id, @Valid @NotNull ReasonRequest request) {
        return move.suspend(new DistributorId(id), request.reason(), caller.actor())
                .chain(() -> see(id));
    }

    /** Links that were revoked stay revoked. */
    @POST
    @Path("/{id}/resume")
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Let a suspended distributor go on")
    @APIResponse(responseCode = "200", description = "The distributor as he is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<DistributorView> resume(@PathParam("id") UUID id, @Valid @NotNull ReasonRequest request) {
        return move.resume(new DistributorId(id), request.reason(), caller.actor())
                .chain(() -> see(id));
    }

    /** No links, no customers, no team from now on; while money is not settled he is QUITTING, and ends when it is. */
    @POST
    @Path("/{id}/terminate")
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "End a distributor")
    @APIResponse(responseCode = "200", description = "The distributor as he is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, BALANCE_UNSETTLED")
    public Uni<DistributorView> terminate(@PathParam("id") UUID id, @Valid @NotNull ReasonRequest request) {
        return move.terminate(new DistributorId(id), request.reason(), caller.actor())
                .chain(() -> see(id));
    }
}
