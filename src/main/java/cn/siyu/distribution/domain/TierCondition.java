package cn.siyu.distribution.domain;

/**
 * What has to be true of somebody's figures.
 *
 * @param threshold at least so much; of a refund rate at most
 */
public record TierCondition(TierMetric metric, TierWindow window, long threshold) {

    /** How figures stand to a condition; {@code missing} is 0 when it is met, and what is too much for a refund rate. */
    public record Check(TierCondition condition, long value, boolean met, long missing) {

        String words() {
            var sign = condition.metric().isCeiling() ? (met ? " <= " : " > ") : (met ? " >= " : " < ");
            return condition.metric() + (condition.metric().hasWindow() ? " " + condition.window() : "") + " " + value
                    + sign + condition.threshold();
        }
    }

    Check check(TierFigures figures) {
        var value = figures.of(metric, window);
        var missing = Math.max(0, metric.isCeiling() ? value - threshold : threshold - value);
        return new Check(this, value, missing == 0, missing);
    }
}
