package cn.siyu.groupbuy.web;

import cn.siyu.groupbuy.app.ShowActivities;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.koc.CommunityId;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Group buys that are offered to a community: for those who are in it, own it or serve it; the public lists do not have all of them. */
@Path("/api/mp/v1/communities/{id}/group-buys")
@Tag(name = "group buys")
public class CommunityActivityResource {

    private final ShowActivities activities;
    private final Caller caller;
    private final ShopClock clock;

    CommunityActivityResource(ShowActivities activities, Caller caller, ShopClock clock) {
        this.activities = activities;
        this.caller = caller;
        this.clock = clock;
    }

    /** Those that run now, the soonest to end first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List the group buys of a community")
    @APIResponse(responseCode = "200", description = "The first of them")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no community that the caller has to do with")
    public Uni<Timed<ActivityCardView>> list(
            @PathParam("id") UUID id, @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return activities
                .ofCommunity(new CommunityId(id), new MemberId(caller.id()), limit)
                .map(shelf -> new Timed<>(ActivityCardView.of(shelf), null, clock.instant()));
    }
}
