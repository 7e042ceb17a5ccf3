package cn.siyu.distribution.web;

import cn.siyu.distribution.app.TierRules;
import cn.siyu.distribution.domain.TierBook;
import cn.siyu.distribution.domain.TierBook.Match;
import cn.siyu.distribution.domain.TierBook.Movement;
import cn.siyu.distribution.domain.TierBook.Step;
import cn.siyu.distribution.domain.TierBook.Upgrade;
import cn.siyu.distribution.domain.TierPeriod.Length;
import cn.siyu.distribution.store.TierBookStore.Edition;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** How distributors move on the ladder: when up, when down, with what grace. */
@Path("/api/admin/v1/tier-policies")
@Tag(name = "admin tiers")
public class TierPolicyResource {

    private static final int MOST_GRACE = 12;

    private final TierRules rules;
    private final Caller caller;

    TierPolicyResource(TierRules rules, Caller caller) {
        this.rules = rules;
        this.caller = caller;
    }

    /** How people move. */
    @Schema(name = "TierMovement")
    record MovementView(
            @NotNull Upgrade upgrade,
            @NotNull Length period,

            @Schema(description = "Period ends in a row at which somebody may miss his tier") @Min(0) @Max(MOST_GRACE)
            int gracePeriods,

            @Schema(description = "Nobody is moved below it; absent: the lowest") @Nullable
            UUID floorTierId) {

        static MovementView of(Movement movement) {
            return new MovementView(
                    movement.upgrade(),
                    movement.period(),
                    movement.grace(),
                    movement.floor().orElse(null));
        }

        Movement movement() {
            return new Movement(upgrade, period, gracePeriods, Optional.ofNullable(floorTierId));
        }
    }

    /** The policy as it is to be from now on. */
    @Schema(name = "TierPolicyRequest")
    public record PolicyRequest(
            @Valid @NotNull MovementView movement,
            @NotBlank @Size(max = 200) String reason,

            @Schema(description = "The version of the rules that was read") @Min(1)
            int version) {}

    /** The rules of the whole ladder in one version. */
    @Schema(name = "TierRulesView")
    record RulesView(
            int version,
            MovementView movement,
            List<StepView> tiers,

            @Schema(description = "Since when, why and by whom; of a list") @Nullable
            Instant since,

            @Nullable String reason,
            @Nullable String by) {

        static RulesView of(TierBook book) {
            return new RulesView(book.version(), MovementView.of(book.movement()), steps(book), null, null, null);
        }

        static RulesView of(Edition edition) {
            var book = edition.book();
            return new RulesView(
                    book.version(),
                    MovementView.of(book.movement()),
                    steps(book),
                    edition.since(),
                    edition.reason(),
                    edition.by());
        }

        private static List<StepView> steps(TierBook book) {
            return book.steps().stream().map(StepView::of).toList();
        }
    }

    /** A tier with what leads to it. */
    @Schema(name = "TierStepView")
    record StepView(UUID tierId, int order, String name, Match match, List<TierConditionView> conditions) {
        static StepView of(Step step) {
            return new StepView(
                    step.tier(),
                    step.rank(),
                    step.name(),
                    step.match(),
                    step.conditions().stream().map(TierConditionView::of).toList());
        }
    }

    /** The rules in force. */
    @GET
    @Path("/current")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "See the rules of the ladder")
    @APIResponse(responseCode = "200", description = "The rules in force")
    @APIResponse(responseCode = "403", description = "FORBIDDEN")
    public Uni<RulesView> current() {
        return rules.current().map(RulesView::of);
    }

    /** The newest first. */
    @GET
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER, Role.OPS, Role.SUPPORT, Role.FINANCE, Role.AUDITOR})
    @Operation(summary = "List all versions of the rules of the ladder")
    @APIResponse(responseCode = "200", description = "One page")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    public Uni<NumberedPage<RulesView>> list(
            @QueryParam("page") @DefaultValue("1") @Min(1) @Max(10_000) int page,
            @QueryParam("size") @DefaultValue("20") @Min(1) @Max(100) int size) {
        return rules.editions(page, size)
                .map(found -> new NumberedPage<>(
                        found.items().stream().map(RulesView::of).toList(), found.page(), found.size(), found.total()));
    }

    /** A new version of the rules; what was evaluated before stays. */
    @PUT
    @Path("/current")
    @RolesAllowed({Role.ADMIN, Role.MERCHANDISER})
    @Operation(summary = "Change how distributors move on the ladder")
    @APIResponse(responseCode = "200", description = "The rules in force now")
    @APIResponse(responseCode = "400", description = "INVALID_REQUEST")
    @APIResponse(responseCode = "409", description = "STATE_CHANGED")
    @APIResponse(responseCode = "422", description = "TIER_CONDITIONS_CONTRADICT")
    public Uni<RulesView> change(@Valid @NotNull PolicyRequest request) {
        return rules.move(request.movement().movement(), request.version(), request.reason(), caller.actor())
                .map(RulesView::of);
    }
}
