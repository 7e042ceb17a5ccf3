package cn.siyu.trade.web;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.member.MemberId;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.app.ClaimAfterSale;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.domain.Replacement.Choice;
import cn.siyu.trade.domain.TradeProblem;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A member wants something back. */
@Path("/api/mp/v1/orders/{id}/after-sales")
@Tag(name = "after-sales")
public class ClaimResource {

    private static final String OPERATION = "after-sales.open";
    private static final int CREATED = 201;

    private final ClaimAfterSale claims;
    private final Idempotency idempotency;
    private final Caller caller;

    ClaimResource(ClaimAfterSale claims, Idempotency idempotency, Caller caller) {
        this.claims = claims;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /** Units of one line of the order. */
    @Schema(name = "AfterSaleLineRequest")
    public record LineRequest(
            @NotNull UUID orderLineId, @Min(1) @Max(999) int quantity) {

        static Map<UUID, Integer> units(List<LineRequest> lines) {
            return lines.stream()
                    .collect(Collectors.toMap(LineRequest::orderLineId, LineRequest::quantity, Math::addExact));
        }
    }

    /** Units of one line of the order, and what is wanted for them in an exchange. */
    @Schema(name = "AfterSaleClaimLineRequest")
    public record ClaimLineRequest(
            @NotNull UUID orderLineId,
            @Min(1) @Max(999) int quantity,

            @Schema(
                    description =
                            "EXCHANGE: the same SKU, or one on sale of the same product that costs what a unit of the line"
                                    + " was sold for. A line is named once then")
            @Nullable
            UUID replacementSkuId) {}

    /** What is wanted back, and why. */
    @Schema(name = "AfterSaleRequest")
    public record AfterSaleRequest(
            @Schema(description = "Absent: everything that has not been shipped") @Nullable @Size(max = 100)
            List<@Valid @NotNull ClaimLineRequest> lines,

            @NotNull AfterSale.Type type,
            @NotBlank @Size(max = 200) String reason,

            @Schema(description = "Pictures that show why; https only") @Nullable @Size(max = 9)
            List<@NotNull @Pattern(regexp = "https://[^\\s\"<>]{4,490}") String> proofs,

            @Schema(
                    description = "True: these units have not been shipped and are not to be. Needed only where other"
                            + " units of the same line have been; elsewhere the lines say it themselves")
            @Nullable
            Boolean unshipped,

            @Schema(description = "These units were not shipped with the order: this exchange gave them") @Nullable
            UUID exchangeId) {

        private Map<UUID, Integer> units() {
            return lines == null
                    ? Map.of()
                    : lines.stream()
                            .collect(Collectors.toMap(
                                    ClaimLineRequest::orderLineId, ClaimLineRequest::quantity, Math::addExact));
        }

        private Map<UUID, SkuId> wanted() {
            var wanted = new HashMap<UUID, SkuId>();
            for (var line : lines == null ? List.<ClaimLineRequest>of() : lines) {
                var sku = line.replacementSkuId();
                if (sku != null) {
                    wanted.merge(line.orderLineId(), new SkuId(sku), ClaimResource::other);
                }
            }
            return wanted;
        }

        AfterSale.Claim claim(Map<SkuId, Choice> choices) {
            return new AfterSale.Claim(
                    type,
                    reason,
                    units(),
                    proofs == null ? List.of() : List.copyOf(proofs),
                    Boolean.TRUE.equals(unshipped),
                    Optional.ofNullable(exchangeId).map(AfterSaleId::new),
                    wanted().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey,
                                    each -> choices.getOrDefault(
                                            each.getValue(), new Choice(each.getValue(), Optional.empty())))));
        }
    }

    /** A line that is named twice may not ask for two things. */
    private static SkuId other(SkuId one, SkuId another) {
        if (one.equals(another)) {
            return one;
        }
        throw new Refused(TradeProblem.NOT_EXCHANGEABLE, "A line is exchanged for one SKU; make two claims");
    }

    /** A claim that was made. */
    @Schema(name = "AfterSaleOpenedView")
    record AfterSaleOpenedView(
            UUID id,
            AfterSale.State state,
            String refundNo,

            @Schema(description = "What goes back; nothing while it is an EXCHANGE")
            long amountFen) {
        static AfterSaleOpenedView of(AfterSale claim) {
            return new AfterSaleOpenedView(
                    claim.id().value(),
                    claim.state(),
                    claim.refundNo(),
                    claim.type() == AfterSale.Type.EXCHANGE ? 0 : claim.amount().fen());
        }
    }

    private record Scope(UUID order, AfterSaleRequest request) {}

    /**
     * Inside the seven days a return approves itself; units that have not been shipped are refunded at once and not sent. An
     * exchange is agreed to by staff, who keep its goods from that moment on.
     */
    @POST
    @RolesAllowed(Role.MEMBER)
    @Operation(summary = "Claim a return, a refund or an exchange")
    @APIResponse(
            responseCode = "201",
            description = "The claim, with the amount and number of its refund",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = AfterSaleOpenedView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST, IDEMPOTENCY_KEY_REQUIRED")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED, NOT_RESERVED")
    @APIResponse(
            responseCode = "422",
            description = "NOT_RETURNABLE, NOT_EXCHANGEABLE, RETURN_WINDOW_OVER, IDEMPOTENCY_MISMATCH")
    public Uni<Response> open(
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @PathParam("id") UUID id,
            @Valid @NotNull AfterSaleRequest request) {
        return claims.choices(member(), Set.copyOf(request.wanted().values()))
                .chain(choices -> idempotency.once(
                        caller.id(),
                        OPERATION,
                        IdempotencyKey.of(key),
                        new Scope(id, request),
                        CREATED,
                        tx -> claims.open(tx, member(), new OrderId(id), request.claim(choices))
                                .map(AfterSaleOpenedView::of)));
    }

    private MemberId member() {
        return new MemberId(caller.id());
    }
}
