package cn.siyu.distribution.web;

import cn.siyu.distribution.Leaderboards.Boards;
import cn.siyu.distribution.Leaderboards.Metric;
import cn.siyu.distribution.app.ComplianceDesk;
import cn.siyu.distribution.app.ComplianceDesk.Ranking;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
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

/** Which leaderboards distributors see: by what was sold, never by heads (C37, L8). */
@Path("/api/admin/v1/leaderboard-policies/current")
@Tag(name = "admin compliance")
public class LeaderboardPolicyResource {

    private final ComplianceDesk desk;
    private final Caller caller;

    LeaderboardPolicyResource(ComplianceDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** The boards as they are to be from now on. */
    @Schema(name = "LeaderboardPolicyRequest")
    public record BoardsRequest(
            @Schema(description = "What is ranked by; the law leaves no board of recruits (L8)") @NotNull @Size(max = 4)
            List<@NotNull Ranking> metrics,

            @NotBlank @Size(max = 200) String reason,

            @Schema(description = "The version that was read") @Min(1)
            int version) {}

    /** The boards that there are. */
    @Schema(name = "LeaderboardPolicyView")
    record BoardsView(List<Metric> metrics, int version) {
        static BoardsView of(Boards boards) {
            return new BoardsView(boards.metrics(), boards.version());
        }
    }

    /** Those in force. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See which leaderboards there are")
    @APIResponse(responseCode = "200", description = "The boards")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<BoardsView> see() {
        return desk.boards().map(BoardsView::of);
    }

    /** A new version. */
    @PUT
    @RolesAllowed({Role.ADMIN, Role.OPS, Role.MERCHANDISER})
    @Operation(summary = "Settle which leaderboards there are")
    @APIResponse(responseCode = "200", description = "The boards from now on")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "UNLAWFUL_LEADERBOARD_BY_RECRUITS")
    public Uni<BoardsView> change(@Valid @NotNull BoardsRequest request) {
        return desk.change(request.metrics(), request.version(), request.reason(), caller.actor())
                .map(BoardsView::of);
    }
}
