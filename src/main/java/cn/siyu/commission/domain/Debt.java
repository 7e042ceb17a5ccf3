package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopCalendar;
import java.time.Instant;
import java.util.Map;

/** What refunds have taken beyond what was available. Later commissions make it up; finance may give it up when it is old (C24). */
public record Debt(Money amount, Instant since) {

    /** From then on it may be written off. */
    public Instant old(int months) {
        return ShopCalendar.startOf(ShopCalendar.dayOf(since).plusMonths(months).plusDays(1));
    }

    /** Refuses a debt that is too young, and more than there is. */
    public void writeOff(Money wish, int months, Instant now) {
        if (wish.compareTo(amount) > 0) {
            throw Refused.with(
                    CommissionProblem.WRITE_OFF_TOO_MUCH,
                    "The debt is " + amount + " yuan",
                    Map.of("debtFen", amount.fen()));
        }
        if (now.isBefore(old(months))) {
            throw Refused.with(
                    CommissionProblem.DEBT_TOO_YOUNG,
                    "It may be written off from " + old(months) + " on",
                    Map.of("from", old(months).toString()));
        }
    }
}
