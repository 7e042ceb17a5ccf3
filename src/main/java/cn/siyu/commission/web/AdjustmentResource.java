package cn.siyu.commission.web;

import cn.siyu.commission.app.AdjustAccounts;
import cn.siyu.commission.domain.Adjustment;
import cn.siyu.commission.domain.Adjustment.Decision;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the shop has put right on a partner's own accounts. */
@Path("/api/partner/v1/adjustments")
@Tag(name = "Commissions (partner)")
@Produces(MediaType.APPLICATION_JSON)
class AdjustmentResource {

    private final AdjustAccounts adjust;
    private final Caller caller;

    @Inject
    AdjustmentResource(AdjustAccounts adjust, Caller caller) {
        this.adjust = adjust;
        this.caller = caller;
    }

    /** One that is in the books. */
    @Schema(name = "OwnAdjustmentView")
    record OwnView(
            UUID id,
            UUID accountId,
            Adjustment.Kind kind,

            @Schema(description = "Was added to what is available; below zero it was taken")
            long amountFen,

            String reason,
            Instant at) {

        static OwnView of(Adjustment adjustment) {
            return new OwnView(
                    adjustment.id(),
                    adjustment.payee().id(),
                    adjustment.kind(),
                    adjustment.amount().fen(),
                    adjustment.reason(),
                    adjustment.decision().map(Decision::at).orElseThrow());
        }
    }

    /** The newest first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List what was put right on the own commission accounts")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_PAYEE")
    public Uni<Page<OwnView>> list(
            @QueryParam("cursor") @Nullable @Size(max = 200) String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return adjust.own(caller.id(), Cursor.parse(cursor), limit).map(rows -> page(rows, limit));
    }

    private static Page<OwnView> page(List<Adjustment> rows, int limit) {
        var shown = rows.size() <= limit ? rows : rows.subList(0, limit);
        return new Page<>(
                shown.stream().map(OwnView::of).toList(),
                rows.size() <= limit
                        ? null
                        : new Cursor(
                                        shown.getLast().proposedAt(),
                                        shown.getLast().id())
                                .encode());
    }
}
