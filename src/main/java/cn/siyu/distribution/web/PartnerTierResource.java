package cn.siyu.distribution.web;

import cn.siyu.distribution.app.PartnerDesk;
import cn.siyu.distribution.app.ReadTiers;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A distributor sees his tier, what he still needs for the next one, and his way so far. */
@Path("/api/partner/v1/me/tier")
@Tag(name = "partner")
public class PartnerTierResource {

    private final PartnerDesk desk;
    private final ReadTiers tiers;
    private final Caller caller;

    PartnerTierResource(PartnerDesk desk, ReadTiers tiers, Caller caller) {
        this.desk = desk;
        this.tiers = tiers;
        this.caller = caller;
    }

    /** As of today, by the rules in force. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See the own tier and what the next one needs")
    @APIResponse(responseCode = "200", description = "The tier, the conditions and the figures")
    @APIResponse(responseCode = "403", description = "NOT_A_DISTRIBUTOR")
    public Uni<TierProgressView> see() {
        return desk.me(new MemberId(caller.id())).chain(me -> tiers.of(me.id())).map(TierProgressView::of);
    }

    /** The newest first. */
    @GET
    @Path("/history")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List the own changes of tier")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_DISTRIBUTOR")
    public Uni<Page<TierChangeView>> history(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return desk.me(new MemberId(caller.id()))
                .chain(me -> tiers.history(me.id(), Cursor.parse(cursor), limit + 1))
                .map(found -> TierChangeView.page(found, limit));
    }
}
