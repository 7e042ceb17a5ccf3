package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import java.time.YearMonth;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How tax on labour income is withheld (C30, L7). A constant is one version and its name is kept with each payout: when the
 * law changes a new constant is added, and none is ever changed. Whole fen, halves up.
 */
@Schema(name = "TaxFormula")
public enum TaxFormula {

    /** Labour income of one month by itself: 800 yuan or a fifth are free, then 20, 30 and 40 per cent. */
    LABOUR_MONTHLY_2019(List.of(
            new Bracket(2_000_000, 2_000, 0),
            new Bracket(5_000_000, 3_000, 200_000),
            new Bracket(Long.MAX_VALUE, 4_000, 700_000))) {

        @Override
        public TaxReckoning reckon(TaxHistory history, YearMonth month, Money gross) {
            var before = history.within(month, month);
            var income = before.income().plus(gross);
            var tenths = income.fen() > HALF_FREE_UP_TO
                    ? Math.multiplyExact(income.fen(), KEPT_TENTHS)
                    : Math.multiplyExact(income.fen() - FREE, TENTHS);
            return table(tenths, month, 0, income, before.withheld());
        }
    },

    /**
     * Platform workers from October 2025 on, cumulated: a fifth is free, and 5,000 yuan for each month since he began this year.
     * Who had nothing for two whole months begins anew.
     */
    PLATFORM_CUMULATIVE_2025(List.of(
            new Bracket(3_600_000, 300, 0),
            new Bracket(14_400_000, 1_000, 252_000),
            new Bracket(30_000_000, 2_000, 1_692_000),
            new Bracket(42_000_000, 2_500, 3_192_000),
            new Bracket(66_000_000, 3_000, 5_292_000),
            new Bracket(96_000_000, 3_500, 8_592_000),
            new Bracket(Long.MAX_VALUE, 4_500, 18_192_000))) {

        @Override
        public TaxReckoning reckon(TaxHistory history, YearMonth month, Money gross) {
            var from = beganIn(history, month);
            var before = history.within(from, month);
            var income = before.income().plus(gross);
            var months = month.getMonthValue() - from.getMonthValue() + 1;
            var tenths = Math.multiplyExact(income.fen(), KEPT_TENTHS) - TENTHS * DEDUCTION * months;
            return table(tenths, from, months, income, before.withheld());
        }
    };

    /** Up to 4,000 yuan 800 are free, above it a fifth. */
    private static final long HALF_FREE_UP_TO = 400_000;

    private static final long FREE = 80_000;
    private static final long DEDUCTION = 500_000;

    /** Amounts of which a fifth is free are reckoned in tenths of a fen, so that nothing is rounded twice. */
    private static final long TENTHS = 10;

    private static final long KEPT_TENTHS = 8;

    /** So many whole months without income end what is cumulated. */
    private static final int PAUSE = 2;

    private final List<Bracket> brackets;

    TaxFormula(List<Bracket> brackets) {
        this.brackets = brackets;
    }

    /** One row of a table: up to and with {@code upTo}. */
    private record Bracket(long upTo, int basisPoints, long quick) {}

    /**
     * @param history by this formula, without this payout
     * @param month in which it is paid
     * @param gross before tax
     */
    public abstract TaxReckoning reckon(TaxHistory history, YearMonth month, Money gross);

    /** The first month that counts, of the months of this year. */
    private static YearMonth beganIn(TaxHistory history, YearMonth month) {
        var began = month;
        var months = history.within(month.withMonth(1), month).months();
        for (var i = months.size() - 1; i >= 0; i--) {
            var paid = months.get(i).month();
            if (paid.plusMonths(PAUSE).isBefore(began)) {
                break;
            }
            began = paid;
        }
        return began;
    }

    TaxReckoning table(long taxableTenths, YearMonth from, int months, Money income, Money withheldBefore) {
        var tenths = Math.max(0, taxableTenths);
        var row = brackets.stream()
                .filter(bracket ->
                        bracket.upTo() > tenths / TENTHS || bracket.upTo() == tenths / TENTHS && tenths % TENTHS == 0)
                .findFirst()
                .orElseThrow();
        var whole = TENTHS * Rate.WHOLE;
        var product = Math.multiplyExact(tenths, row.basisPoints());
        var due = new Money((product + whole / 2) / whole - row.quick());
        var open = due.minus(withheldBefore);
        return new TaxReckoning(
                from,
                months,
                income,
                new Money(tenths / TENTHS),
                new Rate(row.basisPoints()),
                new Money(row.quick()),
                due,
                withheldBefore,
                open.isPositive() ? open : Money.ZERO);
    }
}
