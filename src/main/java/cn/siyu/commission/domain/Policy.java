package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Rate;

/**
 * What holds for all lines.
 *
 * @param cap most that all payees of a line may have of its net together (P7)
 * @param ownPurchase whether somebody earns from what he buys himself (C10)
 * @param conflict who earns where a distributor and a KOC could (D8)
 * @param depth how many levels of distributors earn: 1; 2 needs a recorded legal confirmation, and there is no 3 (L8)
 */
public record Policy(Rate cap, OwnPurchase ownPurchase, Conflict conflict, int depth) {

    /** The values that C10 allows here; a discount instead is a matter of prices. */
    public enum OwnPurchase {
        NONE,
        COMMISSION
    }

    /** Which claim comes first. */
    public enum Conflict {
        DISTRIBUTOR_FIRST,
        KOC_FIRST
    }

    public Policy {
        if (depth < 1 || depth > 2) {
            throw new IllegalArgumentException("one level, or two: " + depth);
        }
    }

    /** For orders: the conflict was decided when the order was placed. */
    public static Policy of(Rate cap, OwnPurchase ownPurchase) {
        return new Policy(cap, ownPurchase, Conflict.DISTRIBUTOR_FIRST, 1);
    }

    /** For an order that was placed while two levels were lawful, and remembers the inviter. */
    public Policy withInviter() {
        return new Policy(cap, ownPurchase, conflict, 2);
    }
}
