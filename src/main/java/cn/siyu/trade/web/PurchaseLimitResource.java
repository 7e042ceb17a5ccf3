package cn.siyu.trade.web;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.trade.PurchaseLimit;
import cn.siyu.trade.app.KeepLimits;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** How many units one order, one person or one door may buy (A13). */
@Path("/api/admin/v1/purchase-limits")
@Tag(name = "admin purchase limits")
public class PurchaseLimitResource {

    private static final int CREATED = 201;

    private final KeepLimits limits;
    private final Caller caller;

    PurchaseLimitResource(KeepLimits limits, Caller caller) {
        this.limits = limits;
        this.caller = caller;
    }

    /** A limit as it is to be. */
    @Schema(name = "PurchaseLimitRequest")
    public record LimitRequest(
            @Schema(description = "Either a SKU or a product") @Nullable
            UUID skuId,

            @Nullable UUID spuId,
            @NotNull PurchaseLimit.Scope scope,

            @Schema(description = "EVER for a limit of one order") @NotNull
            PurchaseLimit.Period period,

            @Min(1) @Max(999) int units,
            @NotBlank @Size(max = 200) String reason) {

        @AssertTrue(message = "either skuId or spuId is needed")
        @Schema(hidden = true)
        boolean isOfOneThing() {
            return (skuId == null) != (spuId == null);
        }

        @AssertTrue(message = "a limit of one order has no period but EVER")
        @Schema(hidden = true)
        boolean isOfAKnownKind() {
            return scope != PurchaseLimit.Scope.ORDER || period == PurchaseLimit.Period.EVER;
        }

        PurchaseLimit limit() {
            return new PurchaseLimit(
                    Ids.next(),
                    Optional.ofNullable(skuId).map(SkuId::new),
                    Optional.ofNullable(spuId),
                    scope,
                    period,
                    units,
                    0);
        }
    }

    /** Another number of units. */
    @Schema(name = "PurchaseLimitChangeRequest")
    public record ChangeRequest(
            @Min(1) @Max(999) int units,
            @Min(0) long version,
            @NotBlank @Size(max = 200) String reason) {}

    /** A limit as staff see it. */
    @Schema(name = "PurchaseLimitDeskView")
    record LimitDeskView(
            UUID id,
            @Nullable UUID skuId,
            @Nullable UUID spuId,
            PurchaseLimit.Scope scope,
            PurchaseLimit.Period period,
            int units,
            long version) {

        static LimitDeskView of(PurchaseLimit limit) {
            return new LimitDeskView(
                    limit.id(),
                    limit.sku().map(SkuId::value).orElse(null),
                    limit.spu().orElse(null),
                    limit.scope(),
                    limit.period(),
                    limit.units(),
                    limit.version());
        }
    }

    /** Those that bind, the newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.AUDITOR})
    @Operation(summary = "List purchase limits")
    @APIResponse(responseCode = "200", description = "One page of limits")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<LimitDeskView>> list(
            @QueryParam("skuId") @Nullable UUID skuId,
            @QueryParam("spuId") @Nullable UUID spuId,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return limits.list(skuId, spuId, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(LimitDeskView::of).toList(), page, size, found.total()));
    }

    /** Counts what is bought from now on, and what was ordered before in the period that runs. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS})
    @Operation(summary = "Set a purchase limit")
    @APIResponse(
            responseCode = "201",
            description = "The limit",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = LimitDeskView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "PURCHASE_LIMIT_EXISTS")
    public Uni<LimitDeskView> add(@Valid @NotNull LimitRequest request) {
        return limits.add(request.limit(), request.reason(), caller.actor()).map(LimitDeskView::of);
    }

    /** Lower or higher; what was bought already stays bought and counts. */
    @PUT
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS})
    @Operation(summary = "Change a purchase limit")
    @APIResponse(responseCode = "200", description = "The limit")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<LimitDeskView> change(@PathParam("id") UUID id, @Valid @NotNull ChangeRequest request) {
        return limits.change(id, request.version(), request.units(), request.reason(), caller.actor())
                .map(LimitDeskView::of);
    }

    /** It binds nobody any more. */
    @DELETE
    @Path("/{id}")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS})
    @Operation(summary = "Remove a purchase limit")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    public Uni<Void> remove(
            @PathParam("id") UUID id,
            @QueryParam("version") @Min(0) long version,
            @QueryParam("reason") @NotBlank @Size(max = 200) String reason) {
        return limits.remove(id, version, reason, caller.actor());
    }
}
