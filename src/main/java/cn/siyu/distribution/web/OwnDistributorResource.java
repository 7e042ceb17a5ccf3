package cn.siyu.distribution.web;

import cn.siyu.distribution.app.Policies;
import cn.siyu.distribution.app.ReadDistributors;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A member looks at himself as a distributor. */
@Path("/api/mp/v1/me/distributor")
@Tag(name = "distributor applications")
public class OwnDistributorResource {

    private final ReadDistributors distributors;
    private final Policies policies;
    private final Caller caller;

    OwnDistributorResource(ReadDistributors distributors, Policies policies, Caller caller) {
        this.distributors = distributors;
        this.policies = policies;
        this.caller = caller;
    }

    /** Also for those who never applied: then it says which agreement there is to read. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See oneself as a distributor")
    @APIResponse(responseCode = "200", description = "What one is, or was last")
    @APIResponse(responseCode = "401", description = "UNAUTHENTICATED")
    public Uni<OwnDistributorView> see() {
        return policies.joining()
                .chain(policy -> distributors
                        .own(new MemberId(caller.id()))
                        .map(own -> OwnDistributorView.of(policy.agreementVersion(), own)));
    }
}
