package cn.siyu.distribution.domain;

import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a tier may hang on: what direct customers bought and did not give back, and what somebody has learnt. Heads, what others
 * sell and what the distributor buys himself have no place here, so no such rule can be written (L8).
 */
@Schema(name = "TierMetric")
public enum TierMetric {
    /** Goods money of customers' firm orders less what went back of it, in fen. */
    NET_SALES,
    /** Different customers of whose orders something is left. */
    PAYING_CUSTOMERS,
    /** Orders of which something is left. */
    ORDERS,
    /** What went back of the goods money, in basis points, at most. */
    REFUND_RATE,
    /** Certificates in force; not a matter of a window. */
    CERTIFICATES,
    /** Days with an order of which something is left. */
    ACTIVE_DAYS;

    public static Optional<TierMetric> named(String name) {
        return Arrays.stream(values()).filter(each -> each.name().equals(name)).findFirst();
    }

    /** More of it is worse. */
    public boolean isCeiling() {
        return this == REFUND_RATE;
    }

    public boolean hasWindow() {
        return this != CERTIFICATES;
    }
}
