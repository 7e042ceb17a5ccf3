package cn.siyu.identity.web;

import cn.siyu.identity.app.ChangeStaff;
import cn.siyu.identity.app.ChangeStaff.Change;
import cn.siyu.identity.app.FindStaff;
import cn.siyu.identity.app.HireStaff;
import cn.siyu.identity.domain.RoleCard;
import cn.siyu.identity.domain.Staff;
import cn.siyu.identity.store.StaffLists;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Staff, for those who manage them: each admin sees and changes his own part of the organisation. */
@Path("/api/admin/v1/users")
@Tag(name = "staff")
class UserResource {

    private final FindStaff find;
    private final HireStaff hire;
    private final ChangeStaff change;
    private final Caller caller;

    @Inject
    UserResource(FindStaff find, HireStaff hire, ChangeStaff change, Caller caller) {
        this.find = find;
        this.hire = hire;
        this.change = change;
        this.caller = caller;
    }

    @Schema(name = "StaffPage")
    record StaffPage(List<StaffView> items, int page, int size, long total) {

        static StaffPage of(NumberedPage<Staff> found) {
            return new StaffPage(
                    found.items().stream().map(StaffView::of).toList(), found.page(), found.size(), found.total());
        }
    }

    @Schema(name = "StaffCreateRequest")
    record CreateRequest(
            @NotNull @Pattern(regexp = "[a-zA-Z][a-zA-Z0-9._-]{2,63}")
            String username,

            @NotBlank @Size(max = 64) String displayName,
            @NotBlank @Size(max = 200) String password,
            @NotEmpty @Size(max = 6) Set<@NotBlank String> roles,
            @NotNull UUID orgUnitId) {}

    @Schema(name = "StaffUpdateRequest")
    record UpdateRequest(
            @NotBlank @Size(max = 64) String displayName,
            @NotNull UUID orgUnitId,
            @Nullable Long version) {}

    @Schema(name = "StaffRolesRequest")
    record RolesRequest(
            @NotEmpty @Size(max = 6) Set<@NotBlank String> roles,
            @Nullable Long version,
            @NotBlank @Size(max = 200) String reason) {}

    @Schema(name = "StaffReasonRequest")
    record ReasonRequest(@NotBlank @Size(max = 200) String reason) {}

    @Schema(name = "StaffPasswordRequest")
    record PasswordRequest(
            @NotBlank @Size(max = 200) String password,
            @NotBlank @Size(max = 200) String reason) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "List staff of the caller's part of the organisation")
    @APIResponse(responseCode = "200", description = "One page, by user name")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<StaffPage> list(
            @QueryParam("q") @Size(max = 64) @Nullable String q,
            @QueryParam("role") @Nullable String role,
            @QueryParam("orgUnitId") @Nullable UUID orgUnitId,
            @QueryParam("enabled") @Nullable Boolean enabled,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        var filter = new StaffLists.Filter(
                Optional.ofNullable(q).filter(text -> !text.isBlank()),
                Optional.ofNullable(role),
                Optional.ofNullable(orgUnitId),
                Optional.ofNullable(enabled));
        return find.page(caller.id(), filter, page, size).map(StaffPage::of);
    }

    @POST
    @RolesAllowed(Role.ADMIN)
    @Operation(summary = "Add one of the staff")
    @APIResponse(
            responseCode = "201",
            description = "Added",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StaffView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, PASSWORD_WEAK")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: no such unit in the caller's part")
    @APIResponse(responseCode = "409", description = "USERNAME_TAKEN")
    @ResponseStatus(201)
    public Uni<StaffView> create(@NotNull @Valid CreateRequest request) {
        return hire.hire(
                        caller.actor(),
                        new HireStaff.Newcomer(
                                request.username(),
                                request.displayName(),
                                request.password(),
                                known(request.roles()),
                                request.orgUnitId()))
                .map(StaffView::of);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "One of the staff")
    @APIResponse(responseCode = "200", description = "One of the staff")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<StaffView> get(@PathParam("id") UUID id) {
        return find.one(caller.id(), id).map(StaffView::of);
    }

    /** Moving somebody to another unit changes what he sees, so it ends his sessions. */
    @PUT
    @Path("/{id}")
    @RolesAllowed(Role.ADMIN)
    @Operation(summary = "Change the name or the unit")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, with the current state as current")
    @APIResponse(responseCode = "422", description = "OWN_ACCOUNT, LAST_ADMIN")
    public Uni<StaffView> update(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @NotNull @Valid UpdateRequest request) {
        var version = IfMatch.version(request.version(), ifMatch);
        return change.place(new Change(caller.actor(), id, version, null), request.displayName(), request.orgUnitId())
                .map(StaffView::of);
    }

    /** Ends his sessions. */
    @PUT
    @Path("/{id}/roles")
    @RolesAllowed(Role.ADMIN)
    @Operation(summary = "Set the roles")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, with the current state as current")
    @APIResponse(responseCode = "422", description = "OWN_ACCOUNT, LAST_ADMIN")
    public Uni<StaffView> setRoles(
            @PathParam("id") UUID id,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @NotNull @Valid RolesRequest request) {
        var version = IfMatch.version(request.version(), ifMatch);
        return change.setRoles(new Change(caller.actor(), id, version, request.reason()), known(request.roles()))
                .map(StaffView::of);
    }

    /** Ends his sessions; doing it twice changes nothing. */
    @POST
    @Path("/{id}/disable")
    @RolesAllowed(Role.ADMIN)
    @Operation(summary = "Let somebody in no more")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "422", description = "OWN_ACCOUNT, LAST_ADMIN")
    public Uni<StaffView> disable(@PathParam("id") UUID id, @NotNull @Valid ReasonRequest request) {
        return change.disable(new Change(caller.actor(), id, null, request.reason()))
                .map(StaffView::of);
    }

    @POST
    @Path("/{id}/enable")
    @RolesAllowed(Role.ADMIN)
    @Operation(summary = "Let somebody in again")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "422", description = "OWN_ACCOUNT")
    public Uni<StaffView> enable(@PathParam("id") UUID id, @NotNull @Valid ReasonRequest request) {
        return change.enable(new Change(caller.actor(), id, null, request.reason()))
                .map(StaffView::of);
    }

    /** Ends his sessions. */
    @POST
    @Path("/{id}/reset-password")
    @RolesAllowed(Role.ADMIN)
    @Operation(summary = "Give somebody a new password")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, PASSWORD_WEAK")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<StaffView> resetPassword(@PathParam("id") UUID id, @NotNull @Valid PasswordRequest request) {
        return change.resetPassword(new Change(caller.actor(), id, null, request.reason()), request.password())
                .map(StaffView::of);
    }

    /** For a lost phone. Ends his sessions. */
    @POST
    @Path("/{id}/reset-totp")
    @RolesAllowed(Role.ADMIN)
    @Operation(summary = "Take somebody's one-time codes away, so that he can set them up again")
    @APIResponse(responseCode = "200", description = "As it is now")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<StaffView> resetTotp(@PathParam("id") UUID id, @NotNull @Valid ReasonRequest request) {
        return change.resetTotp(new Change(caller.actor(), id, null, request.reason()))
                .map(StaffView::of);
    }

    private static Set<String> known(Set<String> roles) {
        if (!RoleCard.knows(roles)) {
            throw Refused.fields(
                    CommonProblem.INVALID_REQUEST, List.of(new FieldError("roles", "names an unknown role")));
        }
        return roles;
    }
}
