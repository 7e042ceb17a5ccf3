package cn.siyu.koc.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.koc.KocPayout;
import java.util.Optional;
import java.util.UUID;

/**
 * How much of a line's net is the pool, and how seller and KOC share it (D6). What they leave is the merchant's.
 *
 * @param floor the pool of an order is at least this, as far as the cap over all payees lets it (P7); zero: no floor
 * @param payout as what the KOC has his part (D7)
 * @param gift template of the coupon that the KOC has for each order in kind, besides his part or in its place; empty: none
 */
public record Split(int version, Rate pool, Rate seller, Rate koc, Money floor, KocPayout payout, Optional<UUID> gift) {

    /** No pool is larger, whatever the rule. */
    public static final int MOST_POOL = 3_000;

    /** No floor is higher, in fen. */
    public static final long MOST_FLOOR = 10_000;

    /** Whether the shares fit into the pool and the pool under its cap. */
    public static boolean fits(Rate pool, Rate seller, Rate koc, Money floor) {
        return pool.basisPoints() <= MOST_POOL
                && seller.basisPoints() + koc.basisPoints() <= Rate.WHOLE
                && !floor.isNegative()
                && floor.fen() <= MOST_FLOOR;
    }

    /** What of the pool the KOC has in money: who is paid in coupons has none of it. */
    public Rate kocMoney() {
        return switch (payout) {
            case LABOUR -> koc;
            case COUPON -> new Rate(0);
        };
    }

    /** Whether there is a coupon where one takes the place of money. */
    public boolean pays() {
        return payout == KocPayout.LABOUR || gift.isPresent();
    }

    public Split inVersion(int other) {
        return new Split(other, pool, seller, koc, floor, payout, gift);
    }
}
