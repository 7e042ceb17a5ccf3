package cn.siyu.distribution.web;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.DistributorLayer;
import cn.siyu.distribution.app.RebindCustomer;
import cn.siyu.distribution.app.RebindCustomer.Search;
import cn.siyu.distribution.store.BindingPages.Sheet;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Whose customer somebody is and was, with all reasons. */
@Path("/api/admin/v1/customer-bindings")
@Tag(name = "admin customer bindings")
public class CustomerBindingResource {

    private final RebindCustomer bindings;
    private final Caller caller;

    CustomerBindingResource(RebindCustomer bindings, Caller caller) {
        this.bindings = bindings;
        this.caller = caller;
    }

    /** One row of the history: it is never changed but for its end. */
    @Schema(name = "CustomerBindingView")
    record BindingView(
            UUID id,
            UUID memberId,
            UUID distributorId,
            String distributorName,
            UUID tierId,
            String tierName,

            @Schema(description = "The distributor's; absent until it is counted for the first time") @Nullable
            LayerView layer,

            Instant from,

            @Schema(description = "Not included; absent: for ever") @Nullable
            Instant to,

            @Schema(description = "Absent: as long as it lasts") @Nullable
            Instant protectedUntil,

            @Schema(description = "CLICK, SIGN_IN, FIRST_PAID, STAFF or HANDOVER")
            String reason,

            @Nullable String note,
            int policyVersion,
            @Nullable String token,

            @Schema(description = "Whose customer he was until then, if he was taken over") @Nullable
            UUID takenFrom,

            String actorKind,
            String actor,
            @Nullable Instant closedAt,

            @Schema(description = "Why it ended before its time") @Nullable
            String closedReason) {

        static BindingView of(Sheet sheet) {
            return new BindingView(
                    sheet.id(),
                    sheet.member().value(),
                    sheet.distributor().value(),
                    sheet.distributorName(),
                    sheet.tier(),
                    sheet.tierName(),
                    sheet.layer().map(LayerView::of).orElse(null),
                    sheet.from(),
                    sheet.to().orElse(null),
                    sheet.protectedUntil().orElse(null),
                    sheet.reason(),
                    sheet.note().orElse(null),
                    sheet.policyVersion(),
                    sheet.token().orElse(null),
                    sheet.takenFrom().orElse(null),
                    sheet.actorKind(),
                    sheet.actorName(),
                    sheet.closedAt().orElse(null),
                    sheet.closedReason().orElse(null));
        }
    }

    /** Whose customer somebody is to be, and why. */
    @Schema(name = "RebindRequest")
    public record RebindRequest(
            @NotNull UUID memberId,
            @NotNull UUID distributorId,
            @NotBlank @Size(max = 200) String reason) {}

    /** The history, the newest first: of a member, of a distributor, or only what is in force. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.OPS, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List customer bindings")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<BindingView>> list(
            @QueryParam("memberId") @Nullable UUID member,
            @QueryParam("distributorId") @Nullable UUID distributor,
            @QueryParam("inForce") @DefaultValue("false") boolean inForce,
            @QueryParam("tierId") @Nullable UUID tier,
            @QueryParam("layerSize") DistributorLayer.@Nullable Size layerSize,
            @QueryParam("activity") DistributorLayer.@Nullable Activity activity,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return bindings.list(new Search(member, distributor, inForce, tier, layerSize, activity), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(BindingView::of).toList(), page, size, found.total()));
    }

    /** One row. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT, Role.OPS, Role.MERCHANDISER, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See a customer binding")
    @APIResponse(responseCode = "200", description = "The binding")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<BindingView> see(@PathParam("id") UUID id) {
        return bindings.see(id).map(BindingView::of);
    }

    /** Against trigger and protection, never against the guards; orders before it stay whose they were. */
    @POST
    @Path("/rebind")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT})
    @Operation(summary = "Bind a customer by hand")
    @APIResponse(responseCode = "200", description = "The binding in force now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "BINDING_REFUSED")
    public Uni<BindingView> rebind(@Valid @NotNull RebindRequest request) {
        return bindings.rebind(
                        new MemberId(request.memberId()),
                        new DistributorId(request.distributorId()),
                        request.reason(),
                        caller.actor())
                .map(BindingView::of);
    }

    /** The customer is nobody's from now on. */
    @POST
    @Path("/{id}/end")
    @RolesAllowed({Role.ADMIN, Role.SUPPORT})
    @Operation(summary = "End a customer binding")
    @APIResponse(responseCode = "200", description = "The binding as it ended")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "BINDING_ENDED")
    public Uni<BindingView> end(@PathParam("id") UUID id, @Valid @NotNull ReasonRequest request) {
        return bindings.end(id, request.reason(), caller.actor()).map(BindingView::of);
    }
}
