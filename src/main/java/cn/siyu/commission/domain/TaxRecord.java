package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import java.util.UUID;

/**
 * The tax of one payout, as it was reckoned when the money was promised.
 *
 * @param withdrawal of which it is a part
 * @param member the person who is taxed
 * @param month in which it counts as income
 * @param reckoning where the shop withholds
 */
public record TaxRecord(
        UUID withdrawal,
        UUID payee,
        UUID member,
        TaxSubject subject,
        TaxHandling handling,
        Optional<TaxFormula> formula,
        YearMonth month,
        Money gross,
        Money tax,
        Optional<TaxReckoning> reckoning,
        State state,
        Instant reckonedAt) {

    /** What became of the payout. */
    public enum State {
        RESERVED,
        PAID,
        UNDONE
    }

    /** What the payee gets. */
    public Money net() {
        return gross.minus(tax);
    }
}
