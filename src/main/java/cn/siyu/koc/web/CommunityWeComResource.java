package cn.siyu.koc.web;

import cn.siyu.kernel.job.JobAnswers;
import cn.siyu.kernel.job.JobView;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.app.SyncMembers;
import cn.siyu.koc.app.WeComAccounts;
import cn.siyu.koc.app.WeComAccounts.Wish;
import cn.siyu.koc.store.JoinWayStore.JoinWay;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Communities at WeCom: who sits in their chats, and by which codes customers join them (D4). */
@Path("/api/admin/v1/communities/{id}/wecom")
@Tag(name = "admin koc")
public class CommunityWeComResource {

    private static final int CREATED = 201;

    private final WeComAccounts accounts;
    private final SyncMembers members;
    private final JobAnswers answers;
    private final Caller caller;

    CommunityWeComResource(WeComAccounts accounts, SyncMembers members, JobAnswers answers, Caller caller) {
        this.accounts = accounts;
        this.members = members;
        this.answers = answers;
        this.caller = caller;
    }

    /** Into which chats a code leads besides the community's own, and whether WeCom opens another when all are full. */
    @Schema(name = "JoinCodeRequest")
    public record JoinCodeRequest(
            @Nullable @Size(max = 4) List<@NotNull UUID> otherCommunities,
            boolean autoCreate,

            @Schema(description = "Of chats that WeCom opens") @Nullable @Size(min = 1, max = 40)
            String baseName,

            @Nullable @Min(1) @Max(10_000) Integer baseNumber) {

        Wish wish() {
            return new Wish(
                    Optional.ofNullable(otherCommunities).orElse(List.of()),
                    autoCreate,
                    Optional.ofNullable(baseName),
                    Optional.ofNullable(baseNumber).orElse(1));
        }
    }

    /** A code at WeCom, to be shown as it is at {@code qrCode}. */
    @Schema(name = "JoinCodeView")
    record JoinCodeView(
            UUID id, String configId, String qrCode, List<String> chatIds, boolean autoCreate, Instant createdAt) {

        static JoinCodeView of(JoinWay way) {
            return new JoinCodeView(
                    way.id(), way.configId(), way.qrCode(), way.chatIds(), way.autoCreate(), way.createdAt());
        }
    }

    /** The codes of a community, the newest first. */
    @Schema(name = "JoinCodeList")
    record JoinCodes(List<JoinCodeView> items) {}

    /** Who sits in the chat comes in, who came by it and sits there no more leaves. */
    @POST
    @Path("/member-syncs")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Bring a community to what its chat at WeCom is")
    @APIResponse(
            responseCode = "202",
            description = "A job was begun",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED: it is dissolved")
    public Uni<Response> sync(@PathParam("id") UUID id) {
        return members.submit(new CommunityId(id), caller.actor()).chain(answers::accepted);
    }

    /** At most five chats; WeCom tells of everybody who comes by it with the community's code. */
    @POST
    @Path("/join-codes")
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Make a code by which customers join a community's chat")
    @APIResponse(
            responseCode = "201",
            description = "The code",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = JoinCodeView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED: it is dissolved")
    @APIResponse(responseCode = "422", description = "WECOM_REFUSED")
    @APIResponse(responseCode = "503", description = "WECOM_UNAVAILABLE")
    public Uni<JoinCodeView> add(@PathParam("id") UUID id, @Valid @NotNull JoinCodeRequest request) {
        return accounts.addJoinWay(new CommunityId(id), request.wish(), caller.actor())
                .map(JoinCodeView::of);
    }

    /** At most a hundred. */
    @GET
    @Path("/join-codes")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.SUPPORT, Role.OPS, Role.AUDITOR})
    @Operation(summary = "List the codes of a community")
    @APIResponse(responseCode = "200", description = "The codes")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<JoinCodes> list(@PathParam("id") UUID id) {
        return accounts.joinWays(new CommunityId(id))
                .map(ways -> new JoinCodes(ways.stream().map(JoinCodeView::of).toList()));
    }
}
