package cn.siyu.inventory.web;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.app.AdjustStock;
import cn.siyu.inventory.app.KnownSkus;
import cn.siyu.inventory.app.TransferStock;
import cn.siyu.inventory.domain.Change;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Corrections and transfers by staff: all lines or none, once for an Idempotency-Key, each faulty line named. */
@Path("/api/admin/v1")
@Tag(name = "stock")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class StockChangeResource {

    private static final int MOST_LINES = 200;

    private final AdjustStock adjust;
    private final TransferStock transfer;
    private final KnownSkus skus;
    private final Idempotency idempotency;
    private final Caller caller;

    StockChangeResource(
            AdjustStock adjust, TransferStock transfer, KnownSkus skus, Idempotency idempotency, Caller caller) {
        this.adjust = adjust;
        this.transfer = transfer;
        this.skus = skus;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /** What is really there: a difference, or what was counted. */
    @Schema(name = "StockAdjustmentLine", description = "Either delta (not zero) or counted, never both")
    record AdjustmentLine(
            @NotNull UUID skuId,
            @Nullable @Min(-1_000_000) @Max(1_000_000) Integer delta,
            @Nullable @Min(0) @Max(1_000_000) Integer counted) {

        @AssertTrue(message = "needs either delta (not zero) or counted")
        @Schema(hidden = true)
        boolean isOneOfTwo() {
            return delta == null ? counted != null : counted == null && delta != 0;
        }

        private Change change() {
            var sku = new SkuId(skuId);
            if (counted != null) {
                return new Change.Counted(sku, counted);
            }
            return new Change.By(sku, delta == null ? 0 : delta);
        }
    }

    /** Corrections of one pool, and why. */
    @Schema(name = "StockAdjustmentRequest")
    record AdjustmentRequest(
            @NotNull UUID poolId,
            @NotEmpty @Size(max = MOST_LINES) List<@Valid @NotNull AdjustmentLine> lines,
            @NotBlank @Size(max = 200) String reason) {}

    /** What one line did. */
    @Schema(name = "StockAdjustedView")
    record AdjustedView(UUID skuId, int onHandBefore, int delta, int onHandAfter) {}

    /** An adjustment that was carried out; its id is the reference of its movements. */
    @Schema(name = "StockAdjustmentView")
    record AdjustmentView(UUID id, UUID poolId, List<AdjustedView> lines) {}

    /** So many units of one SKU. */
    @Schema(name = "StockTransferLine")
    record TransferLine(
            @NotNull UUID skuId, @Min(1) @Max(1_000_000) int units) {}

    /** Units that move from one pool to another, and why. */
    @Schema(name = "StockTransferRequest")
    record TransferRequest(
            @NotNull UUID fromPoolId,
            @NotNull UUID toPoolId,
            @NotEmpty @Size(max = MOST_LINES) List<@Valid @NotNull TransferLine> lines,
            @NotBlank @Size(max = 200) String reason) {

        @AssertTrue(message = "needs two different pools")
        @Schema(hidden = true)
        boolean isBetweenTwo() {
            return fromPoolId == null || !fromPoolId.equals(toPoolId);
        }
    }

    /** A transfer that was carried out; its id is the reference of its movements. */
    @Schema(name = "StockTransferView")
    record TransferView(UUID id, UUID fromPoolId, UUID toPoolId, List<TransferLine> lines) {}

    /** Corrects the counts of one pool. */
    @POST
    @Path("/stock-adjustments")
    @RolesAllowed({Role.OPS, Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Adjust stock")
    @APIResponse(
            responseCode = "201",
            description = "All lines were carried out",
            content = @Content(schema = @Schema(implementation = AdjustmentView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: there is no such pool")
    @APIResponse(responseCode = "422", description = "STOCK_LINES_REFUSED with errors by line, IDEMPOTENCY_MISMATCH")
    public Uni<Response> adjust(
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @Valid @NotNull AdjustmentRequest request) {
        var actor = caller.actor();
        var once = IdempotencyKey.of(key);
        var changes = request.lines().stream().map(AdjustmentLine::change).toList();
        return skus.refuseUnknown(changes.stream().map(Change::sku).toList())
                .chain(() -> idempotency.once(
                        actor.id(),
                        "stock.adjust",
                        once,
                        request,
                        201,
                        tx -> adjust.adjust(tx, actor, request.poolId(), changes, request.reason())
                                .map(done -> view(request.poolId(), done))));
    }

    /** Moves units that are not reserved; the safety stock may be moved too. */
    @POST
    @Path("/stock-transfers")
    @RolesAllowed({Role.OPS, Role.MERCHANDISER, Role.ADMIN})
    @Operation(summary = "Transfer stock between pools")
    @APIResponse(
            responseCode = "201",
            description = "All lines were carried out",
            content = @Content(schema = @Schema(implementation = TransferView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND: there is no such pool")
    @APIResponse(responseCode = "422", description = "STOCK_LINES_REFUSED with errors by line, IDEMPOTENCY_MISMATCH")
    public Uni<Response> transfer(
            @HeaderParam(IdempotencyKey.HEADER) @Parameter(required = true) @Nullable String key,
            @Valid @NotNull TransferRequest request) {
        var actor = caller.actor();
        var once = IdempotencyKey.of(key);
        var lines = request.lines().stream()
                .map(line -> new TransferStock.Line(new SkuId(line.skuId()), line.units()))
                .toList();
        var wish = new TransferStock.Transfer(request.fromPoolId(), request.toPoolId(), lines, request.reason());
        return skus.refuseUnknown(lines.stream().map(TransferStock.Line::sku).toList())
                .chain(() -> idempotency.once(
                        actor.id(),
                        "stock.transfer",
                        once,
                        request,
                        201,
                        tx -> transfer.transfer(tx, actor, wish)
                                .map(id -> new TransferView(
                                        id, request.fromPoolId(), request.toPoolId(), request.lines()))));
    }

    private static AdjustmentView view(UUID pool, AdjustStock.Adjustment done) {
        return new AdjustmentView(
                done.id(),
                pool,
                done.lines().stream()
                        .map(line -> new AdjustedView(
                                line.before().sku().value(), line.before().onHand(), line.delta(), line.after()))
                        .toList());
    }
}
