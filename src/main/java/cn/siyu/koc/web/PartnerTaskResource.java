package cn.siyu.koc.web;

import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.app.DoTasks;
import cn.siyu.koc.app.DoTasks.Verdict;
import cn.siyu.koc.app.GiveTasks;
import cn.siyu.koc.domain.KocTask.Shown;
import cn.siyu.koc.domain.TaskState;
import cn.siyu.koc.store.TaskPages.Card;
import cn.siyu.koc.web.KocTaskView.PartView;
import cn.siyu.koc.web.KocTaskView.WishRequest;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
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

/** Tasks of whoever asks: a KOC's own parts, and for a seller those of his communities. */
@Path("/api/partner/v1/koc-tasks")
@Tag(name = "partner koc")
public class PartnerTaskResource {

    private static final int CREATED = 201;

    private final GiveTasks give;
    private final DoTasks tasks;
    private final Caller caller;

    PartnerTaskResource(GiveTasks give, DoTasks tasks, Caller caller) {
        this.give = give;
        this.tasks = tasks;
        this.caller = caller;
    }

    /** What a seller asks of the KOCs of one of his communities. */
    @Schema(name = "SellerTaskRequest")
    public record TaskRequest(
            @NotNull @Valid WishRequest task, @NotNull UUID communityId) {}

    /** What a KOC shows. */
    @Schema(name = "KocTaskShownRequest")
    public record ShownRequest(
            @Nullable @Size(min = 1, max = 500) String words,

            @Schema(description = "Addresses of pictures") @Nullable @Size(max = 9)
            List<@NotNull @Pattern(regexp = "https://[^\\s\"<>]{4,490}") String> pictures) {

        Shown shown() {
            return new Shown(Optional.ofNullable(words), pictures == null ? List.of() : List.copyOf(pictures));
        }
    }

    /** The latest due first. */
    @GET
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "List own tasks, and those of the KOCs of own communities")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "KOC_PARTNER_ONLY")
    public Uni<Page<PartView>> list(
            @QueryParam("state") @Nullable TaskState state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return tasks.ofPartner(member(), state, Cursor.parse(cursor), limit + 1).map(found -> page(found, limit));
    }

    /** Every KOC who serves the community now has a part in it. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Ask the KOCs of an own community to do something")
    @APIResponse(
            responseCode = "201",
            description = "The task",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = KocTaskView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "403", description = "KOC_PARTNER_ONLY")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: it is not the caller's community")
    @APIResponse(responseCode = "422", description = "TASK_FOR_NOBODY, TASK_MATERIAL_UNKNOWN, PROMOTION_WORDING")
    public Uni<KocTaskView> add(@Valid @NotNull TaskRequest request) {
        return give.bySeller(member(), request.task().wish(), new CommunityId(request.communityId()))
                .map(KocTaskView::of);
    }

    /** By the KOC; as long as nobody has looked at it he may show something else. */
    @POST
    @Path("/{id}/submit")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Show that an own task is done")
    @APIResponse(responseCode = "200", description = "The part")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, TASK_OVER")
    @APIResponse(responseCode = "422", description = "TASK_EVIDENCE_MISSING")
    public Uni<PartView> submit(@PathParam("id") UUID id, @Valid @NotNull ShownRequest request) {
        return tasks.submit(member(), id, request.shown()).map(PartView::of);
    }

    /** By the seller who owns the community. */
    @POST
    @Path("/{id}/accept")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Accept what a KOC of an own community has shown")
    @APIResponse(responseCode = "200", description = "The part")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<PartView> accept(@PathParam("id") UUID id) {
        return tasks.bySeller(member(), id, new Verdict.Accepted()).map(PartView::of);
    }

    /** By the seller who owns the community; the KOC may show it again as long as there is time. */
    @POST
    @Path("/{id}/reject")
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Reject what a KOC of an own community has shown")
    @APIResponse(responseCode = "200", description = "The part")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<PartView> reject(@PathParam("id") UUID id, @Valid @NotNull KocReason why) {
        return tasks.bySeller(member(), id, new Verdict.Rejected(why.reason())).map(PartView::of);
    }

    private static Page<PartView> page(List<Card> found, int limit) {
        var shown = found.stream().limit(limit).toList();
        var next = found.size() > limit
                ? new Cursor(
                                shown.getLast().part().dueAt(),
                                shown.getLast().part().id())
                        .encode()
                : null;
        return new Page<>(shown.stream().map(PartView::of).toList(), next);
    }

    private MemberId member() {
        return new MemberId(caller.id());
    }
}
