package cn.siyu.distribution.web;

import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.domain.TierCondition;
import cn.siyu.distribution.domain.TierMetric;
import cn.siyu.distribution.domain.TierWindow;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A condition as staff write it; what the law does not let a tier hang on is refused by its name. */
@Schema(name = "TierConditionRequest")
record TierConditionRequest(
        @Schema(
                description =
                        "NET_SALES, PAYING_CUSTOMERS, ORDERS, REFUND_RATE, CERTIFICATES or ACTIVE_DAYS; nothing else is lawful")
        @NotBlank
        @Size(max = 40)
        String metric,

        @Schema(description = "Not for CERTIFICATES") @Nullable
        TierWindow window,

        @Schema(description = "At least so much; of a REFUND_RATE at most, in basis points; NET_SALES in fen") @Min(0)
        long threshold) {

    TierCondition condition() {
        var lawful = TierMetric.named(metric)
                .orElseThrow(() -> Refused.with(
                        DistributionProblem.TIER_METRIC_UNLAWFUL,
                        "L8: " + metric + " is nothing that a tier may hang on",
                        Map.of("rule", "L8", "metric", metric)));
        return new TierCondition(lawful, over(lawful), threshold);
    }

    private TierWindow over(TierMetric lawful) {
        if (!lawful.hasWindow()) {
            return TierWindow.LIFETIME;
        }
        if (window == null) {
            throw Refused.fields(CommonProblem.INVALID_REQUEST, List.of(new FieldError("window", "must be given")));
        }
        return window;
    }

    static List<TierCondition> conditions(List<TierConditionRequest> all) {
        return all.stream().map(TierConditionRequest::condition).toList();
    }
}
