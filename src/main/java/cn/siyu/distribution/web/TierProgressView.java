package cn.siyu.distribution.web;

import cn.siyu.distribution.app.ReadTiers.Progress;
import cn.siyu.distribution.domain.TierBook.Match;
import cn.siyu.distribution.domain.TierBook.Step;
import cn.siyu.distribution.domain.TierBook.Upgrade;
import cn.siyu.distribution.domain.TierCondition.Check;
import cn.siyu.distribution.domain.TierFigures;
import cn.siyu.distribution.domain.TierMetric;
import cn.siyu.distribution.domain.TierWindow;
import cn.siyu.distribution.store.TierPinStore.Pin;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where a distributor stands, whether he holds it, and what he still needs for the next tier. */
@Schema(name = "TierProgressView")
record TierProgressView(
        UUID tierId,
        String tierName,

        @Schema(description = "His share of a line's net, in basis points")
        int rateBp,

        List<String> benefits,

        @Schema(description = "The day on which he came to it (Asia/Shanghai)")
        LocalDate since,

        @Schema(description = "What he has to hold; without conditions nothing")
        Goal own,

        @Schema(description = "The next tier that can be reached; absent at the top") @Nullable
        Goal next,

        Upgrade upgrade,

        @Schema(description = "The day after which it is seen whether he holds it")
        LocalDate periodEndsOn,

        @Schema(description = "Period ends in a row at which he missed it")
        int missedPeriods,

        @Schema(description = "So many may be missed") int gracePeriods,

        @Nullable PinView pin) {

    /** A tier to be held or reached. */
    @Schema(name = "TierGoalView")
    record Goal(
            UUID tierId,
            String tierName,
            Match match,

            @Schema(description = "So many conditions are still to be met")
            int open,

            List<CheckView> conditions) {

        static Goal of(Step step, TierFigures figures) {
            var checks = step.checks(figures);
            var met = (int) checks.stream().filter(Check::met).count();
            var open = step.match() == Match.ANY && met > 0 ? 0 : checks.size() - met;
            return new Goal(
                    step.tier(),
                    step.name(),
                    step.match(),
                    open,
                    checks.stream().map(CheckView::of).toList());
        }
    }

    /** How he stands to one condition. */
    @Schema(name = "TierCheckView")
    record CheckView(
            TierMetric metric,
            @Nullable TierWindow window,
            long threshold,
            long value,
            boolean met,

            @Schema(description = "What he still needs; of a REFUND_RATE what is too much")
            long missing) {

        static CheckView of(Check check) {
            var condition = TierConditionView.of(check.condition());
            return new CheckView(
                    condition.metric(),
                    condition.window(),
                    condition.threshold(),
                    check.value(),
                    check.met(),
                    check.missing());
        }
    }

    /** A tier at which staff hold him. */
    @Schema(name = "TierPinView")
    record PinView(UUID tierId, String tierName, Instant from, Instant until, String reason) {

        static PinView of(Pin pin) {
            return new PinView(pin.tier(), pin.tierName(), pin.from(), pin.until(), pin.reason());
        }
    }

    static TierProgressView of(Progress progress) {
        var tier = progress.tier();
        var inputs = progress.inputs();
        var movement = progress.book().movement();
        return new TierProgressView(
                tier.id(),
                tier.name(),
                tier.rate().basisPoints(),
                tier.benefits(),
                inputs.footing().since(),
                Goal.of(progress.book().step(tier.id()), inputs.figures()),
                progress.book()
                        .above(tier.id())
                        .map(step -> Goal.of(step, inputs.figures()))
                        .orElse(null),
                movement.upgrade(),
                progress.period().last(),
                inputs.footing().missed(),
                movement.grace(),
                progress.pin().map(PinView::of).orElse(null));
    }
}
