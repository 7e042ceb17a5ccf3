package cn.siyu.distribution.domain;

import cn.siyu.distribution.domain.TierCondition.Check;
import cn.siyu.distribution.domain.TierInputs.Occasion;
import cn.siyu.distribution.domain.TierVerdict.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The whole rule of the ladder in one version (C5, C6): who goes up, who has to step down. Pure: the same inputs have the same
 * answer for ever.
 *
 * @param steps the lowest first; there is always one
 */
public record TierBook(int version, Movement movement, List<Step> steps) {

    /** When somebody goes up. */
    @Schema(name = "TierUpgrade")
    public enum Upgrade {
        IMMEDIATE,
        AT_PERIOD_END
    }

    /** How conditions go together. */
    @Schema(name = "TierMatch")
    public enum Match {
        ALL,
        ANY
    }

    /**
     * How people move.
     *
     * @param grace period ends in a row at which somebody may miss his tier
     * @param floor nobody is moved below it
     */
    public record Movement(Upgrade upgrade, TierPeriod.Length period, int grace, Optional<UUID> floor) {}

    /** A tier with what leads to it. One without conditions, other than the lowest, is given by hand and not taken by rule. */
    public record Step(UUID tier, int rank, String name, Match match, List<TierCondition> conditions) {

        public List<Check> checks(TierFigures figures) {
            return conditions.stream().map(each -> each.check(figures)).toList();
        }

        private boolean isMet(TierFigures figures) {
            var checks = checks(figures);
            return match == Match.ALL
                    ? checks.stream().allMatch(Check::met)
                    : checks.stream().anyMatch(Check::met);
        }

        private String words(TierFigures figures) {
            return checks(figures).stream().map(Check::words).collect(Collectors.joining(", "));
        }

        public Step under(Match other, List<TierCondition> others) {
            return new Step(tier, rank, name, other, others);
        }
    }

    public TierBook as(int next, Movement other) {
        return new TierBook(next, other, steps);
    }

    public TierBook as(int next, List<Step> others) {
        return new TierBook(next, movement, others);
    }

    /** The same with one step otherwise. */
    public TierBook with(UUID tier, UnaryOperator<Step> change) {
        return new TierBook(
                version,
                movement,
                steps.stream()
                        .map(step -> step.tier().equals(tier) ? change.apply(step) : step)
                        .toList());
    }

    public Optional<Step> find(UUID tier) {
        return steps.stream().filter(step -> step.tier().equals(tier)).findFirst();
    }

    public Step step(UUID tier) {
        return find(tier).orElseThrow(() -> new IllegalStateException("no step of the ladder: " + tier));
    }

    /** The windows that conditions ask for. */
    public Set<TierWindow> windows() {
        return conditions()
                .filter(each -> each.metric().hasWindow())
                .map(TierCondition::window)
                .collect(Collectors.toSet());
    }

    /** Somebody could move by rule at all. */
    public boolean moves() {
        return conditions().findAny().isPresent();
    }

    public boolean raisesAtOnce() {
        return moves() && movement.upgrade() == Upgrade.IMMEDIATE;
    }

    /** The next step above that can be reached by rule. */
    public Optional<Step> above(UUID tier) {
        var rank = step(tier).rank();
        return steps.stream()
                .filter(step -> step.rank() > rank && !step.conditions().isEmpty())
                .findFirst();
    }

    /** Why these rules do not go together, if they do not. */
    public Optional<String> contradiction() {
        if (!steps.getFirst().conditions().isEmpty()) {
            return Optional.of("The lowest tier is where everybody begins: it has no conditions");
        }
        if (movement.floor().filter(floor -> find(floor).isEmpty()).isPresent()) {
            return Optional.of("The floor is no tier");
        }
        return steps.stream()
                .map(TierBook::contradiction)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> contradiction(Step step) {
        var conditions = step.conditions();
        var different = conditions.stream()
                .map(each -> each.metric() + ":" + each.window())
                .distinct()
                .count();
        if (different < conditions.size()) {
            return Optional.of(step.name() + " has two conditions on the same metric and window");
        }
        var ceilings =
                conditions.stream().filter(each -> each.metric().isCeiling()).count();
        if (ceilings > 0 && (step.match() == Match.ANY || ceilings == conditions.size())) {
            return Optional.of(step.name() + ": a refund rate narrows other conditions, alone everybody would meet it");
        }
        return conditions.stream()
                        .anyMatch(each -> each.threshold() < (each.metric().isCeiling() ? 0 : 1))
                ? Optional.of(step.name() + " has a threshold that everybody meets")
                : Optional.empty();
    }

    /** The highest step that is reached counts; those between need not be (C5). */
    public TierVerdict decide(TierInputs inputs) {
        var current = step(inputs.footing().tier());
        var reached = reached(inputs.figures());
        if (inputs.footing().pinned()) {
            return stays(Outcome.PINNED, inputs, reached, "held at " + current.name() + " by staff");
        }
        if (reached.rank() > current.rank()) {
            return up(inputs, current, reached);
        }
        return inputs.occasion() == Occasion.EVENT
                ? stays(Outcome.KEPT, inputs, reached, "goes no higher; whether it is held is seen at the period's end")
                : atPeriodEnd(inputs, current, reached);
    }

    private TierVerdict up(TierInputs inputs, Step current, Step reached) {
        var words = "reaches " + reached.name() + ": " + reached.words(inputs.figures());
        return inputs.occasion() == Occasion.PERIOD_END || movement.upgrade() == Upgrade.IMMEDIATE
                ? new TierVerdict(Outcome.RAISED, reached.tier(), reached.tier(), 0, words)
                : stays(Outcome.KEPT, inputs, reached, words + "; goes up at the period's end");
    }

    private TierVerdict atPeriodEnd(TierInputs inputs, Step current, Step reached) {
        if (current.rank() == reached.rank()) {
            return new TierVerdict(
                    Outcome.KEPT,
                    current.tier(),
                    reached.tier(),
                    0,
                    "holds " + current.name() + holding(inputs, current));
        }
        if (current.conditions().isEmpty()) {
            return stays(Outcome.KEPT, inputs, reached, current.name() + " is given by hand, no rule takes it");
        }
        if (inputs.footing().since().isAfter(inputs.asOf())) {
            return stays(Outcome.KEPT, inputs, reached, "came to " + current.name() + " after the period");
        }
        return lapse(inputs, current, reached);
    }

    /** Who came up within the period has to hold it at its end, without grace: else money that goes back would buy a tier. */
    private TierVerdict lapse(TierInputs inputs, Step current, Step reached) {
        var floor = movement.floor().map(this::step);
        var target = floor.filter(step -> step.rank() > reached.rank()).orElse(reached);
        var words = "does not hold " + current.name() + ": " + current.words(inputs.figures());
        if (target.rank() >= current.rank()) {
            return stays(Outcome.KEPT, inputs, reached, words + "; nobody goes below " + target.name());
        }
        var missed = inputs.footing().missed() + 1;
        var grace = inputs.footing().since().isBefore(inputs.from()) ? movement.grace() : 0;
        return missed <= grace
                ? new TierVerdict(
                        Outcome.WARNED,
                        current.tier(),
                        reached.tier(),
                        missed,
                        words + "; period " + missed + " of " + grace + " of grace")
                : new TierVerdict(
                        Outcome.LOWERED, target.tier(), reached.tier(), 0, words + "; goes to " + target.name());
    }

    private static String holding(TierInputs inputs, Step current) {
        return current.conditions().isEmpty() ? "" : ": " + current.words(inputs.figures());
    }

    private static TierVerdict stays(Outcome outcome, TierInputs inputs, Step reached, String words) {
        var footing = inputs.footing();
        return new TierVerdict(outcome, footing.tier(), reached.tier(), footing.missed(), words);
    }

    private Step reached(TierFigures figures) {
        return steps.reversed().stream()
                .filter(step -> !step.conditions().isEmpty() && step.isMet(figures))
                .findFirst()
                .orElseGet(steps::getFirst);
    }

    private Stream<TierCondition> conditions() {
        return steps.stream().flatMap(step -> step.conditions().stream());
    }
}
