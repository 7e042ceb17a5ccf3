package cn.siyu.koc.domain;

import cn.siyu.kernel.money.Rate;

/** How much of a line's net is the pool, and how seller and KOC share it (D6). What they leave is the merchant's. */
public record Split(int version, Rate pool, Rate seller, Rate koc) {

    /** No pool is larger, whatever the rule. */
    public static final int MOST_POOL = 3_000;

    /** Whether the shares fit into the pool and the pool under its cap. */
    public static boolean fits(Rate pool, Rate seller, Rate koc) {
        return pool.basisPoints() <= MOST_POOL && seller.basisPoints() + koc.basisPoints() <= Rate.WHOLE;
    }
}
