package cn.siyu.report.web;

import cn.siyu.kernel.security.Role;
import cn.siyu.report.app.ReadBoards;
import cn.siyu.report.app.ReadBoards.Named;
import cn.siyu.report.app.ReadBoards.Wish;
import cn.siyu.report.domain.Board.By;
import cn.siyu.report.domain.Board.Of;
import cn.siyu.report.domain.Board.Period;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
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

/** Leaderboards at the desk: with everybody on them. */
@Path("/api/admin/v1/reports/leaderboards")
@Tag(name = "admin reports")
@Produces(MediaType.APPLICATION_JSON)
class LeaderboardAdminResource {

    private final ReadBoards boards;

    LeaderboardAdminResource(ReadBoards boards) {
        this.boards = boards;
    }

    /** A board as the desk sees it. */
    @Schema(name = "LeaderboardAdminView")
    record View(Of board, By by, LocalDate from, LocalDate to, List<Row> items) {

        static View of(Named named) {
            var board = named.board();
            return new View(
                    board.of(),
                    board.by(),
                    board.span().from(),
                    board.span().to(),
                    board.places().stream()
                            .map(place -> new Row(
                                    place.rank(),
                                    place.partner(),
                                    named.names().getOrDefault(place.partner(), ""),
                                    place.score().salesFen(),
                                    place.score().orders(),
                                    place.score().newCustomers(),
                                    place.hidden()))
                            .toList());
        }
    }

    /** One place. */
    @Schema(name = "LeaderboardAdminRow")
    record Row(
            long rank,
            UUID partnerId,
            String name,

            @Schema(description = "Goods of completed orders, less what was refunded since")
            long salesFen,

            long orders,
            long newCustomers,

            @Schema(description = "Other partners do not see him")
            boolean hidden) {}

    /** Today's board without a day. */
    @GET
    @RolesAllowed({Role.FINANCE, Role.MERCHANDISER, Role.OPS, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "See who has sold most")
    @APIResponse(responseCode = "200", description = "The board")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<View> see(
            @QueryParam("board") @NotNull Of board,
            @QueryParam("by") @DefaultValue("SALES") By by,
            @QueryParam("period") @DefaultValue("MONTH") Period period,
            @QueryParam("day") @Nullable LocalDate day,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return boards.see(new Wish(board, by, period, Optional.ofNullable(day), limit))
                .map(View::of);
    }
}
