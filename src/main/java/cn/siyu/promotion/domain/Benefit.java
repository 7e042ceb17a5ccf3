package cn.siyu.promotion.domain;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.promotion.CouponType;
import java.util.Optional;

/** What a coupon takes off. */
public sealed interface Benefit {

    CouponType type();

    /** A fixed amount off the eligible lines together. */
    record Amount(Money off) implements Benefit {
        @Override
        public CouponType type() {
            return CouponType.AMOUNT;
        }
    }

    /** A share off what the eligible lines still cost, rounded down, at most {@code cap}. */
    record Percent(Rate off, Optional<Money> cap) implements Benefit {
        @Override
        public CouponType type() {
            return CouponType.PERCENT;
        }
    }

    /** At most so much off the freight. */
    record Freight(Money off) implements Benefit {
        @Override
        public CouponType type() {
            return CouponType.FREIGHT;
        }
    }

    /** So many units of a SKU cost nothing. The buyer puts them into his basket like any other goods. */
    record Gift(SkuId sku, int units) implements Benefit {
        @Override
        public CouponType type() {
            return CouponType.GIFT;
        }
    }

    /** So many units of a SKU cost that price. */
    record Trial(SkuId sku, int units, Money price) implements Benefit {
        @Override
        public CouponType type() {
            return CouponType.TRIAL;
        }
    }

    /** The SKU that it names, if it names one. */
    default Optional<SkuId> named() {
        return switch (this) {
            case Gift gift -> Optional.of(gift.sku());
            case Trial trial -> Optional.of(trial.sku());
            case Amount _, Percent _, Freight _ -> Optional.empty();
        };
    }
}
