package cn.siyu.groupbuy.web;

import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.app.ShowGroups;
import cn.siyu.groupbuy.app.ShowGroups.Own;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.CompletedBy;
import cn.siyu.groupbuy.domain.SeatState;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The groups in which a member has or had a place. */
@Path("/api/mp/v1/me/buy-groups")
@Tag(name = "group buys")
public class OwnGroupsResource {

    private final ShowGroups groups;
    private final Caller caller;
    private final ShopClock clock;

    OwnGroupsResource(ShowGroups groups, Caller caller, ShopClock clock) {
        this.groups = groups;
        this.caller = caller;
        this.clock = clock;
    }

    /** An own place with its group. */
    @Schema(name = "OwnBuyGroupView")
    record OwnView(
            UUID buyGroupId,
            UUID activityId,
            UUID spuId,
            String name,
            BuyGroup.Kind state,
            int size,
            int paid,
            @Nullable Instant expiresAt,
            @Nullable CompletedBy completedBy,
            UUID orderId,
            UUID skuId,
            int quantity,
            long unitFen,
            boolean leader,
            SeatState seatState,
            Instant payBy,
            Instant takenAt) {

        static OwnView of(Own own) {
            var plan = own.activity().plan();
            return new OwnView(
                    own.group().id().value(),
                    own.activity().id().value(),
                    plan.spu().value(),
                    plan.name(),
                    own.group().state(),
                    own.group().size(),
                    own.group().paid(),
                    own.group().expiresAt().orElse(null),
                    own.group().completedBy().orElse(null),
                    own.seat().order(),
                    own.seat().sku(),
                    own.seat().quantity(),
                    own.seat().unit().fen(),
                    own.seat().leader(),
                    own.seat().state(),
                    own.seat().payBy(),
                    own.seat().takenAt());
        }
    }

    /** The newest first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List own buy groups")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Timed<OwnView>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return groups.own(new MemberId(caller.id()), Cursor.parse(cursor), limit + 1)
                .map(found -> page(found, limit));
    }

    /** The group with the caller's place in it, also while others do not see it yet. */
    @GET
    @Path("/{id}")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See an own buy group")
    @APIResponse(responseCode = "200", description = "The group with the caller's latest place")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: the caller never had a place in it")
    public Uni<GroupView> see(@PathParam("id") UUID id) {
        var member = new MemberId(caller.id());
        return groups.own(new BuyGroupId(id), member)
                .map(sheet -> GroupView.of(sheet, Optional.of(member), clock.instant()));
    }

    private Timed<OwnView> page(List<Own> found, int limit) {
        var shown = found.stream().limit(limit).map(OwnView::of).toList();
        return new Timed<>(shown, found.size() > limit ? cursorOf(found.get(limit - 1)) : null, clock.instant());
    }

    private static String cursorOf(Own own) {
        return new Cursor(own.seat().takenAt(), own.seat().order()).encode();
    }
}
