package cn.siyu.identity.web;

import cn.siyu.identity.domain.RoleCard;
import cn.siyu.kernel.security.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The roles that staff can have: fixed, because what a role may do is written beside each operation. */
@Path("/api/admin/v1/roles")
@Tag(name = "staff")
class RoleResource {

    @Schema(name = "RoleView")
    record RoleView(String role, String description, List<String> worksOn) {}

    @Schema(name = "RoleList")
    record RoleList(List<RoleView> items) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.FINANCE, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "List the roles and what each may do")
    @APIResponse(responseCode = "200", description = "All roles")
    @APIResponse(responseCode = "401", description = "UNAUTHENTICATED")
    public Uni<RoleList> list() {
        return Uni.createFrom()
                .item(new RoleList(Arrays.stream(RoleCard.values())
                        .map(card -> new RoleView(card.role(), card.description(), card.worksOn()))
                        .toList()));
    }
}
