package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;

/**
 * What a month did to an account (C29).
 *
 * @param adjusted below zero when it took something
 * @param paid what arrived, without the tax
 */
public record StatementSums(Money opening, Money accrued, Money reversed, Money adjusted, Money tax, Money paid) {

    public static final StatementSums NOTHING =
            new StatementSums(Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO);

    /** What the shop owes the payee at the end; below zero what he owes. */
    public Money closing() {
        return opening.plus(accrued).minus(reversed).plus(adjusted).minus(tax).minus(paid);
    }

    public StatementSums plus(StatementSums other) {
        return new StatementSums(
                opening.plus(other.opening),
                accrued.plus(other.accrued),
                reversed.plus(other.reversed),
                adjusted.plus(other.adjusted),
                tax.plus(other.tax),
                paid.plus(other.paid));
    }

    public StatementSums from(Money begin) {
        return new StatementSums(begin, accrued, reversed, adjusted, tax, paid);
    }
}
