package cn.siyu.distribution.web;

import cn.siyu.distribution.DistributorType;
import cn.siyu.distribution.app.MoveDistributor;
import cn.siyu.distribution.app.PartnerDesk;
import cn.siyu.distribution.domain.Standing.Kind;
import cn.siyu.distribution.store.DistributorPages.Sheet;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A distributor looks at himself. */
@Path("/api/partner/v1/me")
@Tag(name = "partner")
public class PartnerProfileResource {

    private final PartnerDesk desk;
    private final MoveDistributor move;
    private final Caller caller;

    PartnerProfileResource(PartnerDesk desk, MoveDistributor move, Caller caller) {
        this.desk = desk;
        this.move = move;
        this.caller = caller;
    }

    /** What he is, what he gets, and the code that others type. */
    @Schema(name = "PartnerProfileView")
    record ProfileView(
            UUID distributorId,
            Kind state,
            DistributorType type,
            String name,
            @Nullable UUID tierId,
            @Nullable String tierName,

            @Schema(description = "His share of a line's net, in basis points") @Nullable
            Integer rateBp,

            @Nullable String promoCode,
            @Nullable UUID teamId,
            @Nullable String teamName,
            @Nullable Instant activatedAt) {

        static ProfileView of(Sheet sheet) {
            return new ProfileView(
                    sheet.id().value(),
                    sheet.state(),
                    sheet.type(),
                    sheet.shownName(),
                    sheet.tier().orElse(null),
                    sheet.tierName().orElse(null),
                    sheet.rate().map(rate -> rate.basisPoints()).orElse(null),
                    sheet.promoCode().orElse(null),
                    sheet.team().orElse(null),
                    sheet.teamName().orElse(null),
                    sheet.activatedAt().orElse(null));
        }
    }

    /** Why he ends. */
    @Schema(name = "QuitRequest")
    public record QuitRequest(@NotBlank @Size(max = 200) String reason) {}

    /** Also while he is suspended or ends. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "See the own profile as a distributor")
    @APIResponse(responseCode = "200", description = "The profile")
    @APIResponse(responseCode = "403", description = "NOT_A_DISTRIBUTOR")
    public Uni<ProfileView> see() {
        return desk.me(member()).map(ProfileView::of);
    }

    /** Links stop working, customers are free; what he has earned is settled before staff end it. */
    @POST
    @Path("/quit")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "End being a distributor")
    @APIResponse(responseCode = "200", description = "The profile as it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_DISTRIBUTOR")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<ProfileView> quit(@Valid @NotNull QuitRequest request) {
        return move.quit(member(), request.reason(), caller.actor()).chain(this::see);
    }

    private MemberId member() {
        return new MemberId(caller.id());
    }
}
