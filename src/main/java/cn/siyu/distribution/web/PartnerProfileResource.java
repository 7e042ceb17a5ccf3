package cn.siyu.distribution.web;

import cn.siyu.distribution.DistributorType;
import cn.siyu.distribution.app.KnowDistributor;
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
    private final KnowDistributor know;
    private final Caller caller;

    PartnerProfileResource(PartnerDesk desk, MoveDistributor move, KnowDistributor know, Caller caller) {
        this.desk = desk;
        this.know = know;
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
            @Nullable Instant activatedAt,

            @Schema(description = "The agreement that he has agreed to")
            String agreementVersion,

            @Nullable Instant trialUntil,

            @Schema(description = "How many orders of others he has to bring until then") @Nullable
            Integer trialOrders,

            @Schema(description = "Who of the shop looks after him") @Nullable
            String ownerName) {

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
                    sheet.activatedAt().orElse(null),
                    sheet.agreementVersion(),
                    sheet.care().trialUntil().orElse(null),
                    sheet.care().trialOrders().orElse(null),
                    sheet.care().ownerName().orElse(null));
        }
    }

    /** The agreement that he has read. */
    @Schema(name = "AgreementRequest")
    public record AgreementRequest(@NotBlank @Size(max = 40) String agreementVersion) {}

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

    /** When the text has changed; whoever is in a team that a company settles needs the one in force. */
    @POST
    @Path("/agreement")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Agree to the agreement in force")
    @APIResponse(responseCode = "200", description = "The profile as it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_DISTRIBUTOR")
    @APIResponse(responseCode = "409", description = "AGREEMENT_OUTDATED")
    public Uni<ProfileView> agree(@Valid @NotNull AgreementRequest request) {
        return know.agree(member(), request.agreementVersion(), caller.actor()).chain(this::see);
    }

    /** Links stop working, customers are free; he ends when what he has earned is settled. */
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
