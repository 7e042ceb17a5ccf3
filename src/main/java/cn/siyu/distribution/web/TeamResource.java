package cn.siyu.distribution.web;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.app.Teams;
import cn.siyu.distribution.domain.Settlement;
import cn.siyu.distribution.domain.Team;
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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
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

/** Teams of distributors: management only. */
@Path("/api/admin/v1/teams")
@Tag(name = "admin teams")
public class TeamResource {

    private static final int CREATED = 201;

    private final Teams teams;
    private final Caller caller;

    TeamResource(Teams teams, Caller caller) {
        this.teams = teams;
        this.caller = caller;
    }

    /** A team as it is to be. */
    @Schema(name = "TeamRequest")
    public record TeamRequest(
            @NotBlank @Size(max = 40) String name,
            @NotNull UUID captainId,

            @Schema(description = "PERSONAL: each is paid by himself. COMPANY needs a licence (L9)") @NotNull
            Team.Settlement settlement,

            @Schema(description = "The registered company that is paid for the team; for COMPANY only") @Nullable
            UUID companyId,

            @Schema(description = "Where the contract with it is filed; for COMPANY only")
            @Nullable
            @Size(min = 1, max = 200)
            String contractFile,

            @Schema(description = "When that contract runs out; for COMPANY only") @Nullable
            Instant contractUntil,

            @Schema(description = "What the captain is to have of members' sales: the law allows 0 only (L9)")
            @Nullable
            @Min(0)
            @Max(10_000)
            Integer captainBp,

            @NotBlank @Size(max = 200) String reason) {

        Settlement.Wish wish() {
            return TeamResource.wish(settlement, companyId, contractFile, contractUntil, captainBp);
        }
    }

    /** How a team is to be settled from now on. */
    @Schema(name = "TeamSettlementRequest")
    public record SettlementRequest(
            @NotNull Team.Settlement settlement,
            @Nullable UUID companyId,
            @Nullable @Size(min = 1, max = 200) String contractFile,
            @Nullable Instant contractUntil,

            @Schema(description = "What the captain is to have of members' sales: the law allows 0 only (L9)")
            @Nullable
            @Min(0)
            @Max(10_000)
            Integer captainBp,

            @NotBlank @Size(max = 200) String reason) {

        Settlement.Wish wish() {
            return TeamResource.wish(settlement, companyId, contractFile, contractUntil, captainBp);
        }
    }

    /** A distributor, and why. */
    @Schema(name = "TeamMemberRequest")
    public record TeamMemberRequest(
            @NotNull UUID distributorId,
            @NotBlank @Size(max = 200) String reason) {}

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List teams")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<TeamView.CardView>> list(
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return teams.list(page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(TeamView.CardView::of).toList(), page, size, found.total()));
    }

    /** A team with its members. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.SUPPORT, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See a team")
    @APIResponse(responseCode = "200", description = "The team")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<TeamView> see(@PathParam("id") UUID id) {
        return teams.see(id).map(TeamView::of);
    }

    /** With its captain. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Make a team")
    @APIResponse(
            responseCode = "201",
            description = "The team",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = TeamView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "TEAM_EXISTS, TEAM_TAKEN")
    @APIResponse(
            responseCode = "422",
            description = "TEAM_MEMBER_NOT_ACTIVE, UNLAWFUL_COMPANY_WITHOUT_LICENCE, UNLAWFUL_CAPTAIN_SHARE,"
                    + " TEAM_COMPANY_UNKNOWN, TEAM_AGREEMENT_MISSING")
    public Uni<TeamView> create(@Valid @NotNull TeamRequest request) {
        return teams.create(
                        request.name().strip(),
                        request.wish(),
                        new DistributorId(request.captainId()),
                        request.reason(),
                        caller.actor())
                .map(TeamView::of);
    }

    /** Nobody becomes a customer by it, and nobody above him is paid for it (C3). */
    @POST
    @Path("/{id}/members")
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Add a distributor to a team")
    @APIResponse(responseCode = "200", description = "The team")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "TEAM_TAKEN")
    @APIResponse(responseCode = "422", description = "TEAM_MEMBER_NOT_ACTIVE")
    public Uni<TeamView> add(@PathParam("id") UUID id, @Valid @NotNull TeamMemberRequest request) {
        return teams.add(id, new DistributorId(request.distributorId()), request.reason(), caller.actor())
                .map(TeamView::of);
    }

    /** What was earned before stays with whom it was settled then. */
    @POST
    @Path("/{id}/settlement")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Settle a team personally or with its company")
    @APIResponse(responseCode = "200", description = "The team")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(
            responseCode = "422",
            description = "UNLAWFUL_COMPANY_WITHOUT_LICENCE, UNLAWFUL_CAPTAIN_SHARE, TEAM_COMPANY_UNKNOWN,"
                    + " TEAM_AGREEMENT_MISSING")
    public Uni<TeamView> settle(@PathParam("id") UUID id, @Valid @NotNull SettlementRequest request) {
        return teams.settle(id, request.wish(), request.reason(), caller.actor())
                .map(TeamView::of);
    }

    /** Not the captain. */
    @POST
    @Path("/{id}/members/{distributorId}/remove")
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Take a distributor out of a team")
    @APIResponse(responseCode = "200", description = "The team")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "422", description = "TEAM_NEEDS_CAPTAIN")
    public Uni<TeamView> remove(
            @PathParam("id") UUID id,
            @PathParam("distributorId") UUID distributor,
            @Valid @NotNull ReasonRequest request) {
        return teams.remove(id, new DistributorId(distributor), request.reason(), caller.actor())
                .map(TeamView::of);
    }

    /** The captain until now stays as a member. */
    @POST
    @Path("/{id}/captain")
    @RolesAllowed({Role.ADMIN, Role.OPS})
    @Operation(summary = "Name another captain")
    @APIResponse(responseCode = "200", description = "The team")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "TEAM_TAKEN")
    @APIResponse(responseCode = "422", description = "TEAM_MEMBER_NOT_ACTIVE")
    public Uni<TeamView> handOver(@PathParam("id") UUID id, @Valid @NotNull TeamMemberRequest request) {
        return teams.handOver(id, new DistributorId(request.distributorId()), request.reason(), caller.actor())
                .map(TeamView::of);
    }

    private static Settlement.Wish wish(
            Team.Settlement settlement,
            @Nullable UUID company,
            @Nullable String contractFile,
            @Nullable Instant contractUntil,
            @Nullable Integer captainBp) {
        return new Settlement.Wish(
                settlement,
                Optional.ofNullable(company),
                Optional.ofNullable(contractFile),
                Optional.ofNullable(contractUntil),
                captainBp == null ? 0 : captainBp);
    }
}
