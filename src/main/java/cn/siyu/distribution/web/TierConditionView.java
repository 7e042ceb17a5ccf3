package cn.siyu.distribution.web;

import cn.siyu.distribution.domain.TierCondition;
import cn.siyu.distribution.domain.TierMetric;
import cn.siyu.distribution.domain.TierWindow;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A condition as it is shown. */
@Schema(name = "TierConditionView")
record TierConditionView(
        TierMetric metric,
        @Nullable TierWindow window,

        @Schema(description = "At least; of a REFUND_RATE at most")
        long threshold) {

    static TierConditionView of(TierCondition condition) {
        return new TierConditionView(
                condition.metric(), condition.metric().hasWindow() ? condition.window() : null, condition.threshold());
    }
}
