package cn.siyu.commission.web;

import cn.siyu.commission.app.KeepRules;
import cn.siyu.commission.domain.CommissionRule;
import cn.siyu.commission.domain.CommissionRule.Target;
import cn.siyu.commission.domain.RuleKind;
import cn.siyu.commission.store.RuleStore.Search;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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

/** The written rules by which distributors earn: an order is reckoned by those that held when it was placed. */
@Path("/api/admin/v1/commission-rules")
@Tag(name = "Commission rules (admin)")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class CommissionRuleResource {

    private static final int CREATED = 201;

    private final KeepRules rules;
    private final Caller caller;

    @Inject
    CommissionRuleResource(KeepRules rules, Caller caller) {
        this.rules = rules;
        this.caller = caller;
    }

    /** A new rule. Which ids it needs depends on its kind; a rate for all kinds but SPU_FIXED, which has an amount. */
    @Schema(name = "CommissionRuleRequest")
    record RuleRequest(
            @Schema(description = "CONTRACT_SKU, CONTRACT_SPU, TIER_SPU, SPU_FIXED, TIER_CATEGORY or CHANNEL_DEFAULT")
            @NotNull
            RuleKind kind,

            @Nullable UUID distributorId,
            @Nullable UUID skuId,
            @Nullable UUID productId,
            @Nullable UUID tierId,
            @Nullable UUID categoryId,

            @Schema(description = "Share of the line's net, 100 is 1 %") @Nullable @Min(0) @Max(10_000)
            Integer basisPoints,

            @Schema(description = "For each unit") @Nullable @Min(0) @Max(10_000_000)
            Long perUnitFen,

            @Schema(description = "Absent: from now on") @Nullable
            Instant from,

            @Nullable Instant to,
            @NotBlank @Size(max = 200) String reason) {

        Target target() {
            return new Target(
                    Optional.ofNullable(distributorId),
                    Optional.ofNullable(skuId),
                    Optional.ofNullable(productId),
                    Optional.ofNullable(tierId),
                    Optional.ofNullable(categoryId));
        }
    }

    /** Ends a rule. */
    @Schema(name = "CommissionRuleEndRequest")
    record EndRequest(
            @Schema(description = "The version that was read") @NotNull
            Integer version,

            @Schema(description = "Absent: now") @Nullable Instant at,
            @NotBlank @Size(max = 200) String reason) {}

    /** A rule as it is. */
    @Schema(name = "CommissionRuleView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RuleView(
            UUID id,
            RuleKind kind,
            @Nullable UUID distributorId,
            @Nullable UUID skuId,
            @Nullable UUID productId,
            @Nullable UUID tierId,
            @Nullable UUID categoryId,
            @Nullable Integer basisPoints,
            @Nullable Long perUnitFen,
            int version,
            Instant from,
            @Nullable Instant to,
            String reason) {

        static RuleView of(CommissionRule rule) {
            var target = rule.target();
            return new RuleView(
                    rule.id(),
                    rule.kind(),
                    target.distributor().orElse(null),
                    target.sku().orElse(null),
                    target.spu().orElse(null),
                    target.tier().orElse(null),
                    target.category().orElse(null),
                    rule.rate().map(Rate::basisPoints).orElse(null),
                    rule.perUnit().map(Money::fen).orElse(null),
                    rule.version(),
                    rule.from(),
                    rule.to().orElse(null),
                    rule.reason());
        }
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.MERCHANDISER, Role.AUDITOR})
    @Operation(summary = "List commission rules")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<RuleView>> list(
            @QueryParam("kind") @Nullable RuleKind kind,
            @QueryParam("distributorId") @Nullable UUID distributorId,
            @QueryParam("productId") @Nullable UUID productId,
            @QueryParam("validAt") @Nullable Instant validAt,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return rules.list(new Search(kind, distributorId, productId, validAt), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(RuleView::of).toList(), page, size, found.total()));
    }

    /** Counts for orders that are placed from its beginning on. */
    @POST
    @ResponseStatus(CREATED)
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Add a commission rule")
    @APIResponse(
            responseCode = "201",
            description = "The rule",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = RuleView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "RULE_OVERLAPS: end the one that holds first")
    @APIResponse(
            responseCode = "422",
            description = "RULE_TARGET_WRONG, RULE_AMOUNT_WRONG, RULE_ABOVE_CAP (P7), RULE_IN_THE_PAST")
    public Uni<RuleView> add(@Valid @NotNull RuleRequest request) {
        return rules.add(
                        request.target(),
                        request.kind(),
                        Optional.ofNullable(request.basisPoints()).map(Rate::new),
                        Optional.ofNullable(request.perUnitFen()).map(Money::new),
                        Optional.ofNullable(request.from()),
                        Optional.ofNullable(request.to()),
                        request.reason(),
                        caller.actor())
                .map(RuleView::of);
    }

    /** Orders that are placed afterwards do not find it any more. */
    @POST
    @Path("/{id}/end")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "End a commission rule")
    @APIResponse(responseCode = "200", description = "The rule")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED: it has ended already")
    public Uni<RuleView> end(@PathParam("id") UUID id, @Valid @NotNull EndRequest request) {
        return rules.end(id, request.version(), Optional.ofNullable(request.at()), request.reason(), caller.actor())
                .map(RuleView::of);
    }
}
