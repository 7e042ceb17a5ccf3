package cn.siyu.distribution.domain;

import cn.siyu.kernel.money.Rate;
import java.util.Map;

/**
 * What somebody has sold to direct customers, by window, and the certificates that he holds.
 *
 * @param windows those that the rules ask for; one in which nothing was sold may be absent
 */
public record TierFigures(Map<TierWindow, Totals> windows, int certificates) {

    /** Sums over a window; what went back counts against the day of the sale. */
    public record Totals(long goodsFen, long refundedFen, int orders, int customers, int activeDays) {

        static final Totals NOTHING = new Totals(0, 0, 0, 0, 0);

        private long refundRate() {
            return goodsFen == 0 ? 0 : Math.ceilDiv(Math.multiplyExact(refundedFen, Rate.WHOLE), goodsFen);
        }
    }

    /** What somebody has of it. */
    public long of(TierMetric metric, TierWindow window) {
        var totals = windows.getOrDefault(window, Totals.NOTHING);
        return switch (metric) {
            case NET_SALES -> totals.goodsFen() - totals.refundedFen();
            case PAYING_CUSTOMERS -> totals.customers();
            case ORDERS -> totals.orders();
            case REFUND_RATE -> totals.refundRate();
            case CERTIFICATES -> certificates;
            case ACTIVE_DAYS -> totals.activeDays();
        };
    }
}
