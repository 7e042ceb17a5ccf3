package cn.siyu.sharing.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.sharing.ShareTokenView;
import cn.siyu.sharing.app.LookUpLinks;
import cn.siyu.sharing.store.LinkPages.Counted;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A member's own links, in whatever role he shared them. */
@Path("/api/mp/v1/me/share-tokens")
@Tag(name = "sharing")
class OwnShareTokenResource {

    private final LookUpLinks look;
    private final Caller caller;

    @Inject
    OwnShareTokenResource(LookUpLinks look, Caller caller) {
        this.look = look;
        this.caller = caller;
    }

    /** An own link with what came of it. */
    @Schema(name = "OwnShareToken")
    record OwnView(
            ShareTokenView link,

            @Schema(description = "How often it was opened; the same person within a minute counts once")
            long clicks,

            @Schema(description = "By how many members, as far as they have signed in")
            long members) {

        static OwnView of(Counted counted) {
            return new OwnView(ShareTokenView.of(counted.link()), counted.clicks(), counted.members());
        }
    }

    /** The newest first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List own links with their clicks")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Page<OwnView>> list(
            @QueryParam("cursor") @Nullable @Size(max = 120) String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(50) int limit) {
        return look.ownPage(caller.id(), Cursor.parse(cursor), limit + 1).map(found -> page(found, limit));
    }

    private static Page<OwnView> page(List<Counted> found, int limit) {
        var shown = found.stream().limit(limit).map(OwnView::of).toList();
        return new Page<>(shown, found.size() > limit ? cursorOf(found.get(limit - 1)) : null);
    }

    private static String cursorOf(Counted last) {
        return new Cursor(last.link().mintedAt(), last.id()).encode();
    }
}
