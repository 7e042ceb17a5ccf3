package cn.siyu.commission.web;

import cn.siyu.commission.app.KeepRules;
import cn.siyu.commission.app.KeepRules.Wish;
import cn.siyu.commission.app.Recalculate;
import cn.siyu.commission.domain.CommissionRule.Target;
import cn.siyu.commission.domain.Recalculation.Period;
import cn.siyu.commission.domain.RuleKind;
import cn.siyu.commission.store.RuleStore.Search;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
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

/** The written rules by which distributors earn: an order is reckoned by those that held when it was placed. */
@Path("/api/admin/v1/commission-rules")
@Tag(name = "Commission rules (admin)")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class CommissionRuleResource {

    private static final int CREATED = 201;
    private static final int MOST_DRAFTS = 100;

    private final KeepRules rules;
    private final Recalculate recalculate;
    private final Caller caller;

    @Inject
    CommissionRuleResource(KeepRules rules, Recalculate recalculate, Caller caller) {
        this.rules = rules;
        this.recalculate = recalculate;
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

        Wish wish() {
            return new Wish(
                    new Target(
                            Optional.ofNullable(distributorId),
                            Optional.ofNullable(skuId),
                            Optional.ofNullable(productId),
                            Optional.ofNullable(tierId),
                            Optional.ofNullable(categoryId)),
                    kind,
                    Optional.ofNullable(basisPoints).map(Rate::new),
                    Optional.ofNullable(perUnitFen).map(Money::new),
                    Optional.ofNullable(from),
                    Optional.ofNullable(to),
                    reason);
        }
    }

    /** Rules that are only tried. */
    @Schema(name = "CommissionSimulationRequest")
    record SimulationRequest(
            @Schema(description = "Orders that became firm from then on, which is when their commissions accrued")
            @NotNull
            Instant from,

            @Schema(description = "And before; at most 366 days later") @NotNull
            Instant to,

            @Schema(
                    description =
                            "Each in the place of the written rule of its kind and target, for every order whenever"
                                    + " it was placed; none: the rules as they are written")
            @NotNull
            @Size(max = MOST_DRAFTS)
            List<@NotNull @Valid RuleRequest> drafts,

            @Schema(description = "Over all payees of a line; absent: as it was kept with each order")
            @Nullable
            @Min(0)
            @Max(10_000)
            Integer capBasisPoints,

            @NotBlank @Size(max = 200) String reason) {}

    /** Ends a rule. */
    @Schema(name = "CommissionRuleEndRequest")
    record EndRequest(
            @Schema(description = "The version that was read") @NotNull
            Integer version,

            @Schema(description = "Absent: now") @Nullable Instant at,
            @NotBlank @Size(max = 200) String reason) {}

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.FINANCE, Role.MERCHANDISER, Role.AUDITOR})
    @Operation(summary = "List commission rules")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<CommissionRuleView>> list(
            @QueryParam("kind") @Nullable RuleKind kind,
            @QueryParam("distributorId") @Nullable UUID distributorId,
            @QueryParam("productId") @Nullable UUID productId,
            @QueryParam("validAt") @Nullable Instant validAt,
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return rules.list(new Search(kind, distributorId, productId, validAt), page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(CommissionRuleView::of).toList(), page, size, found.total()));
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
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CommissionRuleView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "RULE_OVERLAPS: end the one that holds first")
    @APIResponse(
            responseCode = "422",
            description = "RULE_TARGET_WRONG, RULE_AMOUNT_WRONG, RULE_ABOVE_CAP (P7), RULE_IN_THE_PAST")
    public Uni<CommissionRuleView> add(@Valid @NotNull RuleRequest request) {
        return rules.add(request.wish(), caller.actor()).map(CommissionRuleView::of);
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
    public Uni<CommissionRuleView> end(@PathParam("id") UUID id, @Valid @NotNull EndRequest request) {
        return rules.end(id, request.version(), Optional.ofNullable(request.at()), request.reason(), caller.actor())
                .map(CommissionRuleView::of);
    }

    /** What they would have paid; nothing is written or posted. The id of the job is the recalculation's too. */
    @POST
    @Path("/simulate")
    @RolesAllowed({Role.ADMIN, Role.FINANCE})
    @Operation(summary = "Try commission rules on the orders of a time")
    @APIResponse(
            responseCode = "202",
            description = "A job was begun; see the recalculation at Location",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RecalculationView.class)))
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST: nothing is in that time, or more than 366 days")
    @APIResponse(responseCode = "409", description = "RULE_OVERLAPS: two drafts are for the same")
    @APIResponse(
            responseCode = "422",
            description = "RULE_TARGET_WRONG, RULE_AMOUNT_WRONG, RULE_ABOVE_CAP (P7), RULE_IN_THE_PAST")
    public Uni<Response> simulate(@Valid @NotNull SimulationRequest request) {
        return recalculate
                .simulate(
                        new Period(request.from(), request.to()),
                        request.drafts().stream().map(RuleRequest::wish).toList(),
                        Optional.ofNullable(request.capBasisPoints()).map(Rate::new),
                        request.reason(),
                        caller.actor())
                .map(RecalculationResource::accepted);
    }
}
