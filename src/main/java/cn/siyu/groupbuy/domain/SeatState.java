package cn.siyu.groupbuy.domain;

import java.util.Set;

/** Where a place stands (B5). */
public enum SeatState {
    /** Waits for its payment. */
    HELD,
    PAID,
    /** Its group has succeeded. */
    CONFIRMED,
    /** Let go: not paid in time, or its money came too late. */
    RELEASED,
    /** Its money is on its way back. */
    REFUNDING,
    REFUNDED;

    /** The states that may follow this one; RELEASED becomes PAID by a late payment alone (B10). */
    public Set<SeatState> next() {
        return switch (this) {
            case HELD -> Set.of(PAID, RELEASED);
            case PAID -> Set.of(CONFIRMED, REFUNDING);
            case CONFIRMED -> Set.of(REFUNDING);
            case RELEASED -> Set.of(PAID);
            case REFUNDING -> Set.of(REFUNDED);
            case REFUNDED -> Set.of();
        };
    }
}
