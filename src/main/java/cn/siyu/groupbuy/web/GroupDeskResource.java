package cn.siyu.groupbuy.web;

import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.app.MerchantDecides;
import cn.siyu.groupbuy.app.ShowGroups;
import cn.siyu.groupbuy.app.ShowGroups.Sheet;
import cn.siyu.groupbuy.domain.LeaderBenefit;
import cn.siyu.groupbuy.domain.SeatState;
import cn.siyu.groupbuy.store.Screens.Seat;
import cn.siyu.groupbuy.store.SettlementStore.Granting;
import cn.siyu.groupbuy.store.SettlementStore.Reward;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What staff do with single buy groups. */
@Path("/api/admin/v1/buy-groups")
@Tag(name = "admin group buys")
public class GroupDeskResource {

    private static final int OK = 200;

    private final ShowGroups show;
    private final MerchantDecides decide;
    private final Idempotency idempotency;
    private final Caller caller;

    GroupDeskResource(ShowGroups show, MerchantDecides decide, Idempotency idempotency, Caller caller) {
        this.show = show;
        this.decide = decide;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /** Why it is done. */
    @Schema(name = "BuyGroupDecisionRequest")
    public record DecisionRequest(@NotBlank @Size(max = 200) String reason) {}

    /** A group with all places that were ever taken in it. */
    @Schema(name = "BuyGroupAdminView")
    record GroupAdminView(
            GroupLine group,
            List<SeatAdminView> seats,

            @Nullable @Schema(description = "Of a complete group whose leader was promised something")
            RewardView reward) {
        static GroupAdminView of(Sheet sheet) {
            return new GroupAdminView(
                    GroupLine.of(sheet.group()),
                    sheet.seats().stream()
                            .map(seat -> SeatAdminView.of(seat, sheet))
                            .toList(),
                    sheet.reward().map(RewardView::of).orElse(null));
        }
    }

    /** What the leader got, or why not. */
    @Schema(name = "BuyGroupRewardView")
    record RewardView(
            UUID orderId,
            UUID memberId,
            LeaderBenefit.Kind benefit,
            Granting state,

            @Nullable @Schema(description = "COMMISSION_INSTEAD, BEYOND_BUDGET, NOT_A_PAYEE, ORDER_GONE or NO_COUPON")
            String note,

            long amountFen,
            Instant at) {

        static RewardView of(Reward reward) {
            return new RewardView(
                    reward.order(),
                    reward.member().value(),
                    reward.benefit(),
                    reward.state(),
                    reward.note(),
                    reward.amount().fen(),
                    reward.at());
        }
    }

    /** A place; {@code givenUp} says why its money found no place. */
    @Schema(name = "BuyGroupSeatAdminView")
    record SeatAdminView(
            UUID orderId,
            UUID memberId,
            boolean leader,
            UUID skuId,
            int quantity,
            long unitFen,
            SeatState state,
            Instant payBy,
            Instant takenAt,
            @Nullable Instant paidAt,
            @Nullable Instant endedAt,
            @Nullable String givenUp,

            @Nullable @Schema(description = "When its member left the group, which still gathered")
            Instant leftAt,

            @Nullable @Schema(description = "What went back of the price when the group came about")
            Long rebateFen) {

        static SeatAdminView of(Seat seat, Sheet sheet) {
            return new SeatAdminView(
                    seat.order(),
                    seat.member().value(),
                    seat.leader(),
                    seat.sku(),
                    seat.quantity(),
                    seat.unit().fen(),
                    seat.state(),
                    seat.payBy(),
                    seat.takenAt(),
                    seat.paidAt().orElse(null),
                    seat.endedAt().orElse(null),
                    seat.givenUp().orElse(null),
                    seat.leftAt().orElse(null),
                    Optional.ofNullable(sheet.rebates().get(seat.order()))
                            .map(sent -> sent.sent().fen())
                            .orElse(null));
        }
    }

    /** What decides the effect together with the key. */
    private record Asked(UUID id, Object request) {}

    /** One group. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "See a buy group with all its places")
    @APIResponse(responseCode = "200", description = "The group")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<GroupAdminView> see(@PathParam("id") UUID id) {
        return show.any(new BuyGroupId(id)).map(GroupAdminView::of);
    }

    /** Openly, with those who have paid: the page says that the merchant did it and how many there really are (L4). */
    @POST
    @Path("/{id}/complete")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Complete a buy group as the merchant")
    @APIResponse(
            responseCode = "200",
            description = "SUCCEEDED, completedBy MERCHANT",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GroupAdminView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, GROUP_EMPTY")
    @APIResponse(responseCode = "422", description = "IDEMPOTENCY_MISMATCH")
    public Uni<Response> complete(
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull DecisionRequest request) {
        var actor = caller.actor();
        var group = new BuyGroupId(id);
        return idempotency.once(
                actor.id(),
                "buy-groups.complete",
                IdempotencyKey.of(key),
                new Asked(id, request),
                OK,
                tx -> decide.complete(tx, group, request.reason(), actor)
                        .chain(() -> show.any(tx, group))
                        .map(GroupAdminView::of));
    }

    /** Before its time: every member's own payment goes back. */
    @POST
    @Path("/{id}/fail")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "End a buy group and refund it")
    @APIResponse(
            responseCode = "200",
            description = "FAILED; the money is on its way back",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GroupAdminView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "IDEMPOTENCY_MISMATCH")
    public Uni<Response> fail(
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull DecisionRequest request) {
        var actor = caller.actor();
        var group = new BuyGroupId(id);
        var once = IdempotencyKey.of(key);
        return decide.endHeld(group)
                .chain(() -> idempotency.once(
                        actor.id(),
                        "buy-groups.fail",
                        once,
                        new Asked(id, request),
                        OK,
                        tx -> decide.fail(tx, group, request.reason(), actor)
                                .chain(() -> show.any(tx, group))
                                .map(GroupAdminView::of)));
    }
}
