package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import java.time.YearMonth;

/**
 * How the tax of one payout came about: everything that is needed to reckon it again.
 *
 * @param from the first month whose income counts
 * @param months that each have a deduction; 0 where the formula knows none
 * @param income of all these months with this payout, before tax
 * @param taxable what the rate is applied to, rounded down to the fen; the rate itself is applied to the exact amount
 * @param quick what the table takes off again
 * @param due on the whole income
 * @param withheldBefore of it
 * @param tax to be withheld from this payout: never negative, what was withheld too much is given back by the tax office
 */
public record TaxReckoning(
        YearMonth from,
        int months,
        Money income,
        Money taxable,
        Rate rate,
        Money quick,
        Money due,
        Money withheldBefore,
        Money tax) {}
