package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.app.InviteKoc;
import cn.siyu.koc.app.PartnerDesk;
import cn.siyu.koc.app.TurnBinding;
import cn.siyu.koc.app.TurnBinding.History;
import cn.siyu.koc.app.TurnBinding.Turn;
import cn.siyu.koc.domain.BindingState.Kind;
import cn.siyu.koc.store.BindingPages.Filter;
import cn.siyu.koc.store.RenewalStore.Renewed;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Who serves which community, as staff see and change it. */
@Path("/api/admin/v1/koc-bindings")
@Tag(name = "admin koc")
public class KocBindingResource {

    private static final int CREATED = 201;

    private final PartnerDesk desk;
    private final InviteKoc invite;
    private final TurnBinding bindings;
    private final Caller caller;

    KocBindingResource(PartnerDesk desk, InviteKoc invite, TurnBinding bindings, Caller caller) {
        this.desk = desk;
        this.invite = invite;
        this.bindings = bindings;
        this.caller = caller;
    }

    /** Whom to ask, for the seller who owns the community. */
    @Schema(name = "AdminKocInvitationRequest")
    public record InvitationRequest(
            @NotNull UUID communityId,
            @NotNull UUID memberId,

            @Schema(description = "Under which he serves; who is a KOC already keeps his name")
            @NotBlank
            @Size(max = 40)
            String name,

            @NotBlank @Size(max = 200) String reason) {}

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List KOC bindings")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<KocBindingView>> list(
            @QueryParam("state") @Nullable Kind state,
            @QueryParam("communityId") @Nullable UUID community,
            @QueryParam("sellerId") @Nullable UUID seller,
            @QueryParam("kocId") @Nullable UUID koc,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return desk.bindings(new Filter(state, community, seller, koc), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(KocBindingView::of).toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    /** One binding, also one that is over. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See a KOC binding")
    @APIResponse(responseCode = "200", description = "The binding")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<KocBindingView> see(@PathParam("id") UUID id) {
        return bindings.find(id).map(KocBindingView::of);
    }

    /** How often it went on by itself and by what, and which agreements its KOC has accepted. */
    @Schema(name = "KocBindingHistoryView")
    record HistoryView(List<RenewalView> renewals, List<AgreedView> agreements) {

        static HistoryView of(History history) {
            return new HistoryView(
                    history.renewals().stream().map(RenewalView::of).toList(),
                    history.agreements().stream()
                            .map(each -> new AgreedView(each.version(), each.at()))
                            .toList());
        }
    }

    /** One time that it went on, and what had been done in it. */
    @Schema(name = "KocBindingRenewalView")
    record RenewalView(Instant at, Instant untilBefore, Instant untilAfter, int orders, int posts, String rule) {

        static RenewalView of(Renewed renewed) {
            return new RenewalView(
                    renewed.at(),
                    renewed.before(),
                    renewed.after(),
                    renewed.activity().orders(),
                    renewed.activity().posts(),
                    renewed.rule());
        }
    }

    /** An agreement, and when the KOC accepted it. */
    @Schema(name = "KocBindingAgreementView")
    record AgreedView(String version, Instant acceptedAt) {}

    /** The latest first. */
    @GET
    @Path("/{id}/history")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See why a KOC binding goes on")
    @APIResponse(responseCode = "200", description = "The history")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<HistoryView> history(@PathParam("id") UUID id) {
        return bindings.history(id).map(HistoryView::of);
    }

    /** The member is asked; nothing counts before he accepts. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Invite a KOC for the owner of a community")
    @APIResponse(
            responseCode = "201",
            description = "The invitation",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = KocBindingView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: there is no such community")
    @APIResponse(responseCode = "409", description = "KOC_ALREADY_BOUND, STATE_CHANGED: it is dissolved")
    @APIResponse(responseCode = "422", description = "KOC_MEMBER_UNKNOWN, KOC_IS_SELLER")
    public Uni<KocBindingView> invite(@Valid @NotNull InvitationRequest request) {
        var wish = new InviteKoc.Wish(
                new CommunityId(request.communityId()), new MemberId(request.memberId()), request.name());
        return invite.byStaff(wish, request.reason(), caller.actor()).map(KocBindingView::of);
    }

    /** It keeps its place and earns nothing until it goes on. */
    @POST
    @Path("/{id}/pause")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Pause a KOC binding")
    @APIResponse(responseCode = "200", description = "The binding")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<KocBindingView> pause(@PathParam("id") UUID id, @Valid @NotNull KocReason why) {
        return bindings.byStaff(id, Turn.PAUSE, why.reason(), caller.actor()).map(KocBindingView::of);
    }

    /** From now on; what was ordered in between is not its own. */
    @POST
    @Path("/{id}/resume")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Let a KOC binding go on")
    @APIResponse(responseCode = "200", description = "The binding")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<KocBindingView> resume(@PathParam("id") UUID id, @Valid @NotNull KocReason why) {
        return bindings.byStaff(id, Turn.RESUME, why.reason(), caller.actor()).map(KocBindingView::of);
    }

    /** At once: orders from now on are not its own; those before stay. */
    @POST
    @Path("/{id}/end")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "End a KOC binding")
    @APIResponse(responseCode = "200", description = "The binding")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<KocBindingView> end(@PathParam("id") UUID id, @Valid @NotNull KocReason why) {
        return bindings.endByStaff(id, why.reason(), caller.actor()).map(KocBindingView::of);
    }
}
