package cn.siyu.report.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.report.app.ReadTeamSales;
import cn.siyu.report.app.ReadTeamSales.TeamSales;
import cn.siyu.report.domain.Board.Period;
import cn.siyu.report.store.TeamSalesStore.Sold;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A captain's view of what his team sells: sales, orders and new customers, never anybody's pay. */
@Path("/api/partner/v1/team-sales")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "partner")
class TeamSalesResource {

    private final ReadTeamSales sales;
    private final Caller caller;

    @Inject
    TeamSalesResource(ReadTeamSales sales, Caller caller) {
        this.sales = sales;
        this.caller = caller;
    }

    /** The team's sums and each member's. */
    @Schema(name = "TeamSalesView")
    record View(LocalDate from, LocalDate to, long salesFen, long orders, long newCustomers, List<MemberView> members) {
        static View of(TeamSales team) {
            var members = team.members();
            return new View(
                    team.span().from(),
                    team.span().to(),
                    members.stream().mapToLong(sold -> sold.score().salesFen()).sum(),
                    members.stream().mapToLong(sold -> sold.score().orders()).sum(),
                    members.stream()
                            .mapToLong(sold -> sold.score().newCustomers())
                            .sum(),
                    members.stream()
                            .map(sold -> MemberView.of(sold, team.names().getOrDefault(sold.distributor(), "**")))
                            .toList());
        }
    }

    /** What one member has sold. */
    @Schema(name = "TeamMemberSalesView")
    record MemberView(UUID distributorId, String name, long salesFen, long orders, long newCustomers) {
        static MemberView of(Sold sold, String name) {
            var score = sold.score();
            return new MemberView(sold.distributor(), name, score.salesFen(), score.orders(), score.newCustomers());
        }
    }

    /** Settled sales, less what was given back since; today's period without a day. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See what the own team has sold")
    @APIResponse(responseCode = "200", description = "Sums of the team and of each member")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NO_TEAM_LED")
    public Uni<View> see(
            @QueryParam("period") @DefaultValue("MONTH") Period period, @QueryParam("day") @Nullable LocalDate day) {
        return sales.of(caller.id(), period, Optional.ofNullable(day)).map(View::of);
    }
}
