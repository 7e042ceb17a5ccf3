package cn.siyu.groupbuy.web;

import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.app.FlashSheet;
import cn.siyu.groupbuy.app.KeepFlashSales;
import cn.siyu.groupbuy.app.KeepFlashSales.Command;
import cn.siyu.groupbuy.app.ShowFlashSales;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.FlashOrderState;
import cn.siyu.groupbuy.store.FlashOrderStore.Taken;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.tx.Tx;
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
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** What staff do with flash sales. */
@Path("/api/admin/v1/flash-sales")
@Tag(name = "admin flash sales")
public class FlashSaleDeskResource {

    private static final int CREATED = 201;
    private static final int OK = 200;

    private final KeepFlashSales keep;
    private final ShowFlashSales show;
    private final Idempotency idempotency;
    private final Caller caller;

    FlashSaleDeskResource(KeepFlashSales keep, ShowFlashSales show, Idempotency idempotency, Caller caller) {
        this.keep = keep;
        this.show = show;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /** The sale as it is to be, the version that was read, and why it changes. */
    @Schema(name = "FlashSaleChangeRequest")
    public record ChangeRequest(
            @NotNull @Valid FlashSaleRequest sale,

            @Min(0) long version,

            @NotBlank @Size(max = 200) String reason) {}

    /** The version that was read, and why it is done. */
    @Schema(name = "FlashSaleCommandRequest")
    public record CommandRequest(
            @Min(0) long version, @NotBlank @Size(max = 200) String reason) {}

    /** What is done with a published one. */
    @Schema(name = "FlashSaleCommand")
    public enum RunCommand {
        PAUSE,
        RESUME,
        STOP
    }

    /** What is done, with the version that was read, and why. */
    @Schema(name = "FlashSaleRunRequest")
    public record RunRequest(
            @NotNull RunCommand command,

            @Min(0) long version,

            @NotBlank @Size(max = 200) String reason) {}

    /** What decides the effect together with the key. */
    private record Asked(UUID id, Object request) {}

    /** Units that somebody has taken. */
    @Schema(name = "FlashOrderAdminView")
    record OrderView(
            UUID orderId,
            UUID memberId,
            UUID skuId,
            int quantity,
            long unitFen,
            FlashOrderState state,
            Instant takenAt,
            Instant payBy,
            @Nullable Instant paidAt) {

        static OrderView of(Taken taken) {
            return new OrderView(
                    taken.order(),
                    taken.member().value(),
                    taken.sku().value(),
                    taken.quantity(),
                    taken.unit().fen(),
                    taken.state(),
                    taken.takenAt(),
                    taken.payBy(),
                    taken.paidAt().orElse(null));
        }
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "List flash sales")
    @APIResponse(responseCode = "200", description = "One page; stock is shown on the sale itself")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<FlashSaleAdminView>> list(
            @QueryParam("state") @Nullable ActivityState state,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return show.search(state, page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream()
                                .map(each -> FlashSaleAdminView.of(new FlashSheet(each, List.of())))
                                .toList(),
                        found.page(),
                        found.size(),
                        found.total()));
    }

    /** One with its stock. */
    @GET
    @Path("/{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "See a flash sale at the desk")
    @APIResponse(responseCode = "200", description = "The sale")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<FlashSaleAdminView> see(@PathParam("id") UUID id) {
        return show.any(new FlashSaleId(id)).map(FlashSaleAdminView::of);
    }

    /** What was taken of it, the newest first. */
    @GET
    @Path("/{id}/orders")
    @RolesAllowed({Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.ADMIN, Role.AUDITOR})
    @Operation(summary = "List what was taken of a flash sale")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public Uni<NumberedPage<OrderView>> orders(
            @PathParam("id") UUID id,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return show.orders(new FlashSaleId(id), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(OrderView::of).toList(), found.page(), found.size(), found.total()));
    }

    /** A draft: nothing is set aside before it is published. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Write a flash sale")
    @APIResponse(
            responseCode = "201",
            description = "The draft",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FlashSaleAdminView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(
            responseCode = "422",
            description = "FLASH_SALE_REGULATED (L6), FLASH_SALE_REFUSED with errors by field")
    public Uni<FlashSaleAdminView> create(@Valid @NotNull FlashSaleRequest request) {
        return keep.create(request.plan(), caller.actor()).map(FlashSaleAdminView::of);
    }

    /** Before it begins it may become anything; afterwards only quotas may grow: a countdown does not restart (L2). */
    @PUT
    @Path("/{id}")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Change a flash sale")
    @APIResponse(
            responseCode = "200",
            description = "The sale",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FlashSaleAdminView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(
            responseCode = "409",
            description = "STATE_CHANGED, FLASH_SALE_IMMUTABLE, FLASH_SALE_OVERLAPS and STOCK_SHORT with the items")
    @APIResponse(responseCode = "422", description = "FLASH_SALE_REGULATED, FLASH_SALE_REFUSED, IDEMPOTENCY_MISMATCH")
    public Uni<Response> change(
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull ChangeRequest request) {
        var command = command(id, request.version(), request.reason());
        var plan = request.sale().plan();
        return keep.refusal(plan)
                .chain(refusal ->
                        once("change", key, new Asked(id, request), tx -> keep.change(tx, command, plan, refusal)));
    }

    /** Sets its stock aside; it runs at once or when its time comes. */
    @POST
    @Path("/{id}/publish")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Publish a flash sale")
    @APIResponse(
            responseCode = "200",
            description = "SCHEDULED or RUNNING",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FlashSaleAdminView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(
            responseCode = "409",
            description = "STATE_CHANGED, FLASH_SALE_OVERLAPS and STOCK_SHORT with the items")
    @APIResponse(responseCode = "422", description = "FLASH_SALE_REGULATED, FLASH_SALE_REFUSED, IDEMPOTENCY_MISMATCH")
    public Uni<Response> publish(
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull CommandRequest request) {
        var command = command(id, request.version(), request.reason());
        return keep.refusal(command.sale())
                .chain(refusal ->
                        once("publish", key, new Asked(id, request), tx -> keep.publish(tx, command, refusal)));
    }

    /** Pausing: nobody takes anything; stopping: for good, and what is held may still be paid. */
    @POST
    @Path("/{id}/commands")
    @RolesAllowed({Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Pause, resume or stop a flash sale")
    @APIResponse(
            responseCode = "200",
            description = "PAUSED, RUNNING or STOPPED",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FlashSaleAdminView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "FLASH_SALE_REGULATED, IDEMPOTENCY_MISMATCH")
    public Uni<Response> run(
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull RunRequest request) {
        var command = command(id, request.version(), request.reason());
        return keep.refusal(command.sale())
                .chain(refusal -> once("run", key, new Asked(id, request), tx -> switch (request.command()) {
                    case PAUSE -> keep.pause(tx, command);
                    case RESUME -> keep.resume(tx, command, refusal);
                    case STOP -> keep.stop(tx, command);
                }));
    }

    private Uni<Response> once(
            String operation, @Nullable String key, Asked asked, Function<Tx, Uni<FlashSheet>> effect) {
        return idempotency.once(
                caller.actor().id(),
                "flash-sales." + operation,
                IdempotencyKey.of(key),
                asked,
                OK,
                tx -> effect.apply(tx).map(FlashSaleAdminView::of));
    }

    private Command command(UUID id, long version, String reason) {
        return new Command(new FlashSaleId(id), version, caller.actor(), reason);
    }
}
