package cn.siyu.groupbuy.web;

import cn.siyu.catalog.SpuId;
import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.app.ActivitySheet;
import cn.siyu.groupbuy.app.GroupBuySettings;
import cn.siyu.groupbuy.app.KeepActivities;
import cn.siyu.groupbuy.app.KeepActivities.Command;
import cn.siyu.groupbuy.app.RunActivities;
import cn.siyu.groupbuy.app.ShowActivities;
import cn.siyu.groupbuy.app.ShowGroups;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.Mode;
import cn.siyu.groupbuy.store.ActivityLists.Search;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** What staff do with group-buy activities. */
@Path("/api/admin/v1/group-buys")
@Tag(name = "admin group buys")
public class ActivityDeskResource {

    private static final int CREATED = 201;
    private static final int OK = 200;

    private final KeepActivities keep;
    private final RunActivities run;
    private final ShowActivities show;
    private final ShowGroups groups;
    private final Idempotency idempotency;
    private final GroupBuySettings settings;
    private final Caller caller;

    ActivityDeskResource(
            KeepActivities keep,
            RunActivities run,
            ShowActivities show,
            ShowGroups groups,
            Idempotency idempotency,
            GroupBuySettings settings,
            Caller caller) {
        this.keep = keep;
        this.run = run;
        this.show = show;
        this.groups = groups;
        this.idempotency = idempotency;
        this.settings = settings;
        this.caller = caller;
    }

    /** The activity as it is to be, the version that was read, and why it changes. */
    @Schema(name = "GroupBuyChangeRequest")
    public record ChangeRequest(
            @NotNull @Valid ActivityRequest activity,

            @Min(0) long version,

            @NotBlank @Size(max = 200) String reason) {}

    /** The version that was read, and why it is done. */
    @Schema(name = "GroupBuyCommandRequest")
    public record CommandRequest(
            @Min(0) long version, @NotBlank @Size(max = 200) String reason) {}

    /** What decides the effect together with the key. */
    private record Asked(UUID id, Object request) {}

    /** The newest first. */
    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "List group-buy activities")
    @APIResponse(responseCode = "200", description = "One page; stock is shown on the activity itself")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<ActivityView>> list(
            @QueryParam("state") @Nullable ActivityState state,
            @QueryParam("spuId") @Nullable UUID spu,
            @QueryParam("mode") @Nullable Mode mode,
            @QueryParam("name") @Nullable @Size(max = 60) @Parameter(description = "Part of the name") String name,
            @QueryParam("budgetSpent") @Nullable @Parameter(description = "Whether its budget has turned somebody away")
                    Boolean budgetSpent,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return show.search(new Search(state, spu == null ? null : new SpuId(spu), mode, name, budgetSpent), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(this::view).toList(), found.page(), found.size(), found.total()));
    }

    /** One activity with its stock. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "See a group-buy activity")
    @APIResponse(responseCode = "200", description = "The activity")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<ActivityView> see(@PathParam("id") UUID id) {
        return show.any(new ActivityId(id)).map(this::view);
    }

    /** A draft: nothing is set aside before it is published. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Write a group-buy activity")
    @APIResponse(
            responseCode = "201",
            description = "The draft",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActivityView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "422", description = "GROUP_BUY_REGULATED (L6), GROUP_BUY_REFUSED with errors by field")
    public Uni<ActivityView> create(@Valid @NotNull ActivityRequest request) {
        return keep.create(request.plan(), caller.actor()).map(this::view);
    }

    /** Before it begins it may become anything; afterwards only quotas may grow and the end come later (B1). */
    @PUT
    @Path("/{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Change a group-buy activity")
    @APIResponse(
            responseCode = "200",
            description = "The activity",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActivityView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(
            responseCode = "409",
            description = "STATE_CHANGED, GROUP_BUY_IMMUTABLE with the fields, GROUP_BUY_OVERLAPS with"
                    + " activityId, STOCK_SHORT with the SKUs")
    @APIResponse(responseCode = "422", description = "GROUP_BUY_REGULATED, GROUP_BUY_REFUSED, IDEMPOTENCY_MISMATCH")
    public Uni<Response> change(
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull ChangeRequest request) {
        return keep.change(
                IdempotencyKey.of(key),
                new Asked(id, request),
                command(id, request.version(), request.reason()),
                request.activity().plan(),
                this::view);
    }

    /** Sets its stock aside; it runs at once or when its time comes. */
    @POST
    @Path("/{id}/publish")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Publish a group-buy activity")
    @APIResponse(
            responseCode = "200",
            description = "SCHEDULED or RUNNING",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActivityView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(
            responseCode = "409",
            description = "STATE_CHANGED, GROUP_BUY_OVERLAPS with activityId, STOCK_SHORT with the SKUs")
    @APIResponse(responseCode = "422", description = "GROUP_BUY_REGULATED, GROUP_BUY_REFUSED, IDEMPOTENCY_MISMATCH")
    public Uni<Response> publish(
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull CommandRequest request) {
        return keep.publish(
                IdempotencyKey.of(key),
                new Asked(id, request),
                command(id, request.version(), request.reason()),
                this::view);
    }

    /** No new groups and no new members; open groups run on. */
    @POST
    @Path("/{id}/pause")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Pause a group-buy activity")
    @APIResponse(responseCode = "200", description = "PAUSED")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<ActivityView> pause(@PathParam("id") UUID id, @Valid @NotNull CommandRequest request) {
        return run.pause(command(id, request.version(), request.reason())).map(this::view);
    }

    /** It goes on. */
    @POST
    @Path("/{id}/resume")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Resume a group-buy activity")
    @APIResponse(responseCode = "200", description = "RUNNING")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "GROUP_BUY_REGULATED: its goods came under the law (L6)")
    public Uni<ActivityView> resume(@PathParam("id") UUID id, @Valid @NotNull CommandRequest request) {
        return run.resume(command(id, request.version(), request.reason())).map(this::view);
    }

    /** For good: open groups fail and everybody in them is refunded. */
    @POST
    @Path("/{id}/stop")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Stop a group-buy activity")
    @APIResponse(
            responseCode = "200",
            description = "STOPPED; its groups follow within seconds",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActivityView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "IDEMPOTENCY_MISMATCH")
    public Uni<Response> stop(
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull CommandRequest request) {
        var command = command(id, request.version(), request.reason());
        return idempotency.once(
                command.actor().id(),
                "group-buys.stop",
                IdempotencyKey.of(key),
                new Asked(id, request),
                OK,
                tx -> run.stop(tx, command).map(this::view));
    }

    /** Its groups, the newest first. */
    @GET
    @Path("/{id}/buy-groups")
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "List the groups of an activity")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<NumberedPage<GroupLine>> groups(
            @PathParam("id") UUID id,
            @QueryParam("state") BuyGroup.@Nullable Kind state,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return groups.ofActivity(new ActivityId(id), state, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(GroupLine::of).toList(), found.page(), found.size(), found.total()));
    }

    private Command command(UUID id, long version, String reason) {
        return new Command(new ActivityId(id), version, caller.actor(), reason);
    }

    private ActivityView view(ActivitySheet sheet) {
        return ActivityView.of(sheet, settings.handling());
    }
}
