package cn.siyu.payment.domain;

import cn.siyu.kernel.money.Money;

/** How much may still go out to persons on a day (C34). */
public record DayAllowance(Money limit, Money used) {

    /**
     * Whether a transfer fits. The first of a day always does: one that is larger than the limit would otherwise wait for ever,
     * and WeChat has the last word.
     */
    public boolean has(Money amount) {
        return used.isZero() || used.plus(amount).compareTo(limit) <= 0;
    }

    public DayAllowance less(Money amount) {
        return new DayAllowance(limit, used.plus(amount));
    }
}
