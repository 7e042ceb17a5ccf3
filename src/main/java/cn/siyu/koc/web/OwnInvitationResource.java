package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.koc.app.KeepSplits;
import cn.siyu.koc.app.KocSettings;
import cn.siyu.koc.app.PartnerDesk;
import cn.siyu.koc.domain.Split;
import cn.siyu.koc.store.BindingPages.Card;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a member is asked to serve. */
@Path("/api/mp/v1/me/koc-invitations")
@Tag(name = "koc invitations")
public class OwnInvitationResource {

    private final PartnerDesk desk;
    private final KeepSplits splits;
    private final KocSettings settings;
    private final Caller caller;

    OwnInvitationResource(PartnerDesk desk, KeepSplits splits, KocSettings settings, Caller caller) {
        this.desk = desk;
        this.splits = splits;
        this.settings = settings;
        this.caller = caller;
    }

    /** An invitation with what one agrees to. */
    @Schema(name = "KocInvitationView")
    record InvitationView(
            UUID id,
            String sellerName,
            UUID communityId,
            String communityName,
            String name,
            Instant invitedAt,
            Instant answerBy,

            @Schema(description = "Send it back when accepting")
            String agreementVersion,

            @Schema(description = "For how long one serves") long termDays,
            SplitView split) {}

    /** The newest first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List own KOC invitations")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<Page<InvitationView>> list(
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return desk.invitations(new MemberId(caller.id()), Cursor.parse(cursor), limit + 1)
                .chain(found -> splits.inForce().map(split -> page(found, split, limit)));
    }

    private Page<InvitationView> page(List<Card> found, Split split, int limit) {
        var shown = found.stream().limit(limit).toList();
        var next = found.size() > limit
                ? new Cursor(shown.getLast().invitedAt(), shown.getLast().id()).encode()
                : null;
        return new Page<>(shown.stream().map(card -> view(card, split)).toList(), next);
    }

    private InvitationView view(Card card, Split split) {
        return new InvitationView(
                card.id(),
                card.sellerName(),
                card.community().value(),
                card.communityName(),
                card.kocName(),
                card.invitedAt(),
                card.answerBy(),
                settings.agreementVersion(),
                settings.term().toDays(),
                SplitView.of(split));
    }
}
