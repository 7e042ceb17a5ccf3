package cn.siyu.distribution.web;

import cn.siyu.distribution.app.PartnerDesk;
import cn.siyu.distribution.app.PartnerDesk.Share;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLink;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** A distributor makes links. */
@Path("/api/partner/v1/share-tokens")
@Tag(name = "partner")
public class PartnerShareTokenResource {

    private static final int CREATED = 201;
    private static final String UNSAID = "WECHAT_CHAT";

    private final PartnerDesk desk;
    private final Caller caller;

    PartnerShareTokenResource(PartnerDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    /** What he shares, where, and with which words; with no target it leads to the shop's home. */
    @Schema(name = "PartnerShareTokenRequest")
    public record ShareRequest(
            @Nullable UUID spuId,
            @Nullable UUID activityId,
            @Nullable UUID buyGroupId,

            @Schema(description = "Where it is meant to be used, such as WECHAT_CHAT or POSTER")
            @Nullable
            @Pattern(regexp = "[A-Z0-9_]{1,32}")
            String source,

            @Nullable @Size(max = 200) String text,
            @Nullable Instant expiresAt) {

        Share share() {
            return new Share(
                    new ShareLink.Target(
                            Optional.ofNullable(spuId),
                            Optional.ofNullable(activityId),
                            Optional.ofNullable(buyGroupId)),
                    Optional.ofNullable(source).orElse(UNSAID),
                    Optional.ofNullable(text).filter(words -> !words.isBlank()),
                    Optional.ofNullable(expiresAt));
        }
    }

    /** The link that was made. */
    @Schema(name = "PartnerShareTokenView")
    record ShareView(
            String token,
            @Nullable UUID spuId,
            @Nullable UUID activityId,
            @Nullable UUID buyGroupId,
            String source,
            @Nullable String text,
            Instant mintedAt,
            @Nullable Instant expiresAt) {

        static ShareView of(ShareLink link) {
            return new ShareView(
                    link.token(),
                    link.target().spu().orElse(null),
                    link.target().activity().orElse(null),
                    link.target().buyGroup().orElse(null),
                    link.source(),
                    link.text().orElse(null),
                    link.mintedAt(),
                    link.expiresAt().orElse(null));
        }
    }

    /** The same wish again is answered with the same link while it lives. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Make a link as a distributor")
    @APIResponse(
            responseCode = "201",
            description = "The link",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ShareView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "NOT_A_DISTRIBUTOR, DISTRIBUTOR_NOT_ACTIVE")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "422", description = "Refused by the rules of sharing")
    public Uni<ShareView> mint(@Valid @NotNull ShareRequest request) {
        return desk.share(new MemberId(caller.id()), request.share()).map(ShareView::of);
    }
}
