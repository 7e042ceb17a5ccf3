package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import java.time.Instant;
import java.util.Optional;

/** Where a commission stands (C22): it follows from what happened to its order and from what refunds left of it. */
public enum CommissionState {
    /** The order is firm. */
    PENDING,
    /** The goods are with the buyer; the time for returning them runs. */
    FROZEN,
    /** It can be withdrawn, or goes with the wages. */
    AVAILABLE,
    /** Refunds took all of it before it was available. */
    VOID,
    /** Refunds took all of it after it was available. */
    REVERSED;

    public static CommissionState of(Optional<Instant> receivedAt, Optional<Instant> thawedAt, Money kept) {
        if (thawedAt.isPresent()) {
            return kept.isPositive() ? AVAILABLE : REVERSED;
        }
        if (!kept.isPositive()) {
            return VOID;
        }
        return receivedAt.isPresent() ? FROZEN : PENDING;
    }
}
