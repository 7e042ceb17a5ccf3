package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Page;
import cn.siyu.koc.app.KeepTargets;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Targets of whoever asks, and of the communities that he owns or serves. */
@Path("/api/partner/v1/koc-targets")
@Tag(name = "partner koc")
public class PartnerTargetResource {

    private final KeepTargets targets;
    private final Caller caller;

    PartnerTargetResource(KeepTargets targets, Caller caller) {
        this.targets = targets;
        this.caller = caller;
    }

    /** The latest period first, a hundred at most. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List own targets with what has been reached")
    @APIResponse(responseCode = "200", description = "All of them")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "KOC_PARTNER_ONLY")
    public Uni<Page<KocTargetView>> list(@QueryParam("period") @Nullable @Size(max = 8) String period) {
        return targets.ofPartner(new MemberId(caller.id()), period)
                .map(found -> new Page<>(found.stream().map(KocTargetView::of).toList(), null));
    }
}
