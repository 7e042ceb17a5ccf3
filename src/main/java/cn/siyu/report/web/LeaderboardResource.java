package cn.siyu.report.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.report.app.ReadBoards;
import cn.siyu.report.app.ReadBoards.Seen;
import cn.siyu.report.app.ReadBoards.Wish;
import cn.siyu.report.domain.Board;
import cn.siyu.report.domain.Board.By;
import cn.siyu.report.domain.Board.Of;
import cn.siyu.report.domain.Board.Period;
import cn.siyu.report.domain.Board.Place;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Leaderboards for partners: by what was sold and stayed sold, others by masked names. */
@Path("/api/partner/v1/leaderboards")
@Tag(name = "partner reports")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class LeaderboardResource {

    private final ReadBoards boards;
    private final Caller caller;

    LeaderboardResource(ReadBoards boards, Caller caller) {
        this.boards = boards;
        this.caller = caller;
    }

    /** Whether others shall see the caller. */
    @Schema(name = "LeaderboardVisibility")
    record Visibility(@NotNull Boolean visible) {}

    /** A board as a partner sees it. */
    @Schema(name = "LeaderboardView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            Of board,
            By by,
            LocalDate from,
            LocalDate to,
            List<Row> items,

            @Schema(description = "The caller's own place, wherever it is; absent while he has none") @Nullable
            Row own,

            @Schema(description = "Whether others see the caller")
            boolean visible) {

        static View of(Seen seen, int most) {
            var board = seen.named().board();
            var rows = board.places().stream()
                    .map(place -> row(board, place, seen))
                    .toList();
            return new View(
                    board.of(),
                    board.by(),
                    board.span().from(),
                    board.span().to(),
                    rows.stream().limit(most).toList(),
                    rows.stream().filter(Row::own).findFirst().orElse(null),
                    !seen.hidden());
        }

        private static Row row(Board board, Place place, Seen seen) {
            var own = seen.own().filter(place.partner()::equals).isPresent();
            var name = seen.named().names().getOrDefault(place.partner(), "");
            return new Row(
                    place.rank(), own ? name : Board.masked(name), place.score().of(board.by()), own);
        }
    }

    /** One place. */
    @Schema(name = "LeaderboardRow")
    record Row(
            @Schema(description = "Shared by those with the same score")
            long rank,

            String name,

            @Schema(description = "Fen for SALES, else a number")
            long score,

            boolean own) {}

    /** Today's board without a day. Refunds take from the day on which their order was settled. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See a leaderboard")
    @APIResponse(responseCode = "200", description = "The board")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_ON_A_BOARD")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the shop has no such board")
    public Uni<View> see(
            @QueryParam("board") @NotNull Of board,
            @QueryParam("by") @DefaultValue("SALES") By by,
            @QueryParam("period") @DefaultValue("MONTH") Period period,
            @QueryParam("day") @Nullable LocalDate day,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return boards.seenBy(caller.id(), new Wish(board, by, period, Optional.ofNullable(day), limit))
                .map(seen -> View.of(seen, limit));
    }

    /** Whoever does not want to be seen is left out for others, and they move up. */
    @PUT
    @Path("/visibility")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Be seen by others on leaderboards, or not")
    @APIResponse(responseCode = "200", description = "What was chosen")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_ON_A_BOARD")
    public Uni<Visibility> show(@Valid @NotNull Visibility wish) {
        return boards.show(caller.id(), wish.visible()).replaceWith(wish);
    }
}
