package cn.siyu.groupbuy.web;

import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.app.LeaveGroup;
import cn.siyu.groupbuy.app.ShowGroups;
import cn.siyu.groupbuy.app.TakeSeat;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.page.PublicAnswers;
import cn.siyu.kernel.page.PublicContent;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** One buy group: looked at by everybody once its leader has paid, joined by members. */
@Path("/api/mp/v1/buy-groups")
@Tag(name = "group buys")
public class GroupResource {

    private final ShowGroups groups;
    private final TakeSeat takeSeat;
    private final LeaveGroup leaveGroup;
    private final Progress progress;
    private final PublicAnswers answers;
    private final Caller caller;
    private final ShopClock clock;

    GroupResource(
            ShowGroups groups,
            TakeSeat takeSeat,
            LeaveGroup leaveGroup,
            Progress progress,
            PublicAnswers answers,
            Caller caller,
            ShopClock clock) {
        this.groups = groups;
        this.takeSeat = takeSeat;
        this.leaveGroup = leaveGroup;
        this.progress = progress;
        this.answers = answers;
        this.caller = caller;
        this.clock = clock;
    }

    /** Its members, how long it still gathers, and what became of it: the same for everybody. */
    @GET
    @Path("/{id}")
    @PermitAll
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "See a buy group")
    @APIResponse(
            responseCode = "200",
            description = "The group; the time of the answer is in Server-Time",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GroupView.class)))
    @APIResponse(responseCode = "304", description = "What If-None-Match names is still so")
    @APIResponse(responseCode = "404", description = "NOT_FOUND, also as long as its leader has not paid")
    public Uni<Response> see(@PathParam("id") UUID id) {
        return answers.answer(
                "group:" + id,
                "/api/mp/v1/buy-groups/{id}",
                () -> groups.shown(new BuyGroupId(id), Optional.empty())
                        .map(sheet -> PublicContent.of(
                                GroupView.forEverybody(sheet),
                                Changes.topic("group", id),
                                Changes.topic("activity", sheet.activity().id().value()))));
    }

    /** How far it is, until it is decided: each event says how it stands. */
    @GET
    @Path("/{id}/progress")
    @PermitAll
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "Watch a buy group")
    @APIResponse(
            responseCode = "200",
            description = "Events; the newest state replaces all before it, the id is its version",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = Progress.GroupProgressView.class)))
    @APIResponse(responseCode = "204", description = "It is decided and Last-Event-ID is its last state")
    @APIResponse(responseCode = "404", description = "NOT_FOUND, also as long as its leader has not paid")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST: a Last-Event-ID that is none of ours")
    @APIResponse(responseCode = "429", description = "TOO_MANY_REQUESTS: the caller watches enough")
    @APIResponse(responseCode = "503", description = "TEMPORARILY_UNAVAILABLE: too many watch here")
    public Uni<Void> watch(
            @PathParam("id") UUID id, @HeaderParam("Last-Event-ID") @Nullable @Size(max = 64) String known) {
        return progress.groups().watch(id, known);
    }

    /** A place is taken before it is paid: whoever comes too late is told so and pays nothing (B8). */
    @POST
    @Path("/{id}/seats")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Join a buy group")
    @APIResponse(
            responseCode = "201",
            description = "The place with its order; pay it until payBy",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SeatTakenView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the group, the address or a coupon")
    @APIResponse(
            responseCode = "409",
            description = "GROUP_FULL and GROUP_CLOSED with alternatives (ids of open groups) and canOpenNew;"
                    + " GROUP_ALREADY_JOINED, GROUP_BUY_NOT_RUNNING, GROUP_BUY_LIMIT, GROUP_BUY_OPEN_LIMIT, PRICE_CHANGED with"
                    + " the right totalFen, STOCK_SHORT, GROUP_BUY_BUDGET_SPENT, COUPON_TAKEN, REQUEST_IN_FLIGHT")
    @APIResponse(
            responseCode = "422",
            description =
                    "GROUP_BUY_NEW_MEMBERS_ONLY, GROUP_BUY_QUANTITY, GROUP_BUY_AUDIENCE, GROUP_BUY_REGULATED, GROUP_BUY_NO_COUPONS, COUPON_NOT_USABLE, NOT_FOR_SALE,"
                            + " REGION_NOT_DELIVERED, PROMO_CODE_UNKNOWN, IDEMPOTENCY_MISMATCH")
    @APIResponse(
            responseCode = "503",
            description =
                    "TEMPORARILY_UNAVAILABLE: more ask than can be served, and nothing was written; Retry-After says when to repeat")
    public Uni<Response> join(
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull SeatRequest request) {
        var command = request.command(IdempotencyKey.of(key), id, new MemberId(caller.id()));
        return takeSeat.join(new BuyGroupId(id), command, taken -> SeatTakenView.of(taken, clock.instant()));
    }

    /** Until it runs out too soon: one's own payment goes back in full, the place is free; whoever paid next leads on (B17). */
    @POST
    @Path("/{id}/leave")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Leave a buy group that still gathers")
    @APIResponse(
            responseCode = "200",
            description = "The group without the caller; FAILED when nobody who has paid is left",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = GroupView.class)))
    @APIResponse(responseCode = "400", description = "IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the caller has no place in it")
    @APIResponse(
            responseCode = "409",
            description =
                    "STATE_CHANGED: it gathers no more, or the place is not paid (then its order is cancelled instead);"
                            + " GROUP_LEAVE_CLOSED")
    @APIResponse(responseCode = "422", description = "IDEMPOTENCY_MISMATCH")
    public Uni<Response> leave(
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @PathParam("id") UUID id) {
        var member = new MemberId(caller.id());
        return leaveGroup.leave(
                new BuyGroupId(id),
                member,
                IdempotencyKey.of(key),
                sheet -> GroupView.of(sheet, Optional.of(member), clock.instant()));
    }
}
