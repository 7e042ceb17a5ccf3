package cn.siyu.commission.domain;

import static cn.siyu.commission.domain.TaxFormula.LABOUR_MONTHLY_2019;
import static cn.siyu.commission.domain.TaxFormula.PLATFORM_CUMULATIVE_2025;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.commission.domain.TaxHistory.Month;
import cn.siyu.kernel.money.Money;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both tables, with the amounts right at and beside their steps, in fen. */
class TaxFormulaTest {

    private static final YearMonth JANUARY = YearMonth.of(2026, 1);

    @ParameterizedTest
    @CsvSource({
        // up to 800 yuan nothing
        "1,0",
        "80000,0",
        "80002,0",
        // half a fen counts as one
        "80003,1",
        "100000,4000",
        "300000,44000",
        "400000,64000",
        // from here on a fifth is free: the tax does not jump
        "400001,64000",
        "400004,64001",
        "500000,80000",
        "2500000,400000",
        "2500001,400000",
        "2500002,400000",
        "2500003,400001",
        "6250000,1300000",
        "6250001,1300000",
        "6250002,1300001",
        "10000000,2500000",
        "100000000,31300000",
    })
    void labour_income_of_one_month(long income, long tax) {
        assertThat(LABOUR_MONTHLY_2019
                        .reckon(TaxHistory.NONE, JANUARY, new Money(income))
                        .tax()
                        .fen())
                .isEqualTo(tax);
    }

    @ParameterizedTest
    @CsvSource({
        // one month: 6,250 yuan are free
        "1,1,0",
        "1,625000,0",
        "1,625020,0",
        "1,625021,1",
        "1,1000000,9000",
        "1,5125000,108000",
        "1,5125001,108000",
        "1,18625000,1188000",
        "1,18625003,1188000",
        "1,18625004,1188001",
        "1,38125000,4308000",
        "1,53125000,7308000",
        "1,83125000,14508000",
        "1,120625000,25008000",
        "1,200000000,53583000",
        // twelve months: 75,000 yuan are free
        "12,7500000,0",
        "12,12000000,108000",
        "12,25500000,1188000",
    })
    void income_of_a_year_up_to_a_month(int months, long income, long tax) {
        var month = JANUARY.plusMonths(months - 1L);
        var reckoned = PLATFORM_CUMULATIVE_2025.reckon(
                new TaxHistory(earlier(months)), month, new Money(income - (months - 1)));

        assertThat(reckoned.due().fen()).isEqualTo(tax);
        assertThat(reckoned.tax().fen()).isEqualTo(tax);
        assertThat(reckoned.months()).isEqualTo(months);
    }

    @Test
    void several_payouts_of_a_month_are_taxed_like_one() {
        for (var formula : TaxFormula.values()) {
            var paid = new Paid();

            for (var amount : List.of(79_900L, 100L, 1L, 320_000L, 700_000L, 3_456_789L, 9_999_999L)) {
                var _ = paid.add(formula, JANUARY, amount);
            }

            assertThat(paid.withheld())
                    .as(formula.name())
                    .isEqualTo(formula.reckon(TaxHistory.NONE, JANUARY, paid.income())
                            .tax());
        }
    }

    @Test
    void a_month_of_labour_income_knows_nothing_of_the_one_before() {
        var paid = new Paid();
        var _ = paid.add(LABOUR_MONTHLY_2019, JANUARY, 400_000);

        assertThat(paid.add(LABOUR_MONTHLY_2019, JANUARY.plusMonths(1), 80_000)).isEqualTo(Money.ZERO);
        assertThat(paid.add(LABOUR_MONTHLY_2019, JANUARY.plusMonths(1), 320_000))
                .isEqualTo(new Money(64_000));
    }

    @Test
    void a_rich_month_is_taken_together_with_poor_ones() {
        var paid = new Paid();

        assertThat(paid.add(PLATFORM_CUMULATIVE_2025, JANUARY, 1_625_000)).isEqualTo(new Money(24_000));
        // 8,000 more are free by now, and what was withheld too much stays with the tax office until the year ends
        assertThat(paid.add(PLATFORM_CUMULATIVE_2025, JANUARY.plusMonths(1), 100_000))
                .isEqualTo(Money.ZERO);
        assertThat(paid.add(PLATFORM_CUMULATIVE_2025, JANUARY.plusMonths(2), 2_000_000))
                .isEqualTo(new Money(20_400));
    }

    @Test
    void two_months_without_income_begin_anew_and_one_does_not() {
        var steady = new Paid();
        var _ = steady.add(PLATFORM_CUMULATIVE_2025, JANUARY, 100_000);
        var kept = PLATFORM_CUMULATIVE_2025.reckon(steady.history(), JANUARY.plusMonths(2), new Money(1_800_000));
        var anew = PLATFORM_CUMULATIVE_2025.reckon(steady.history(), JANUARY.plusMonths(3), new Money(1_800_000));

        assertThat(kept.months()).isEqualTo(3);
        assertThat(kept.from()).isEqualTo(JANUARY);
        assertThat(kept.tax()).isEqualTo(new Money(600));
        assertThat(anew.months()).isEqualTo(1);
        assertThat(anew.income()).isEqualTo(new Money(1_800_000));
        assertThat(anew.tax()).isEqualTo(new Money(28_200));
    }

    @Test
    void a_year_begins_with_nothing() {
        var paid = new Paid();
        var _ = paid.add(PLATFORM_CUMULATIVE_2025, YearMonth.of(2025, 12), 5_000_000);

        var reckoned = PLATFORM_CUMULATIVE_2025.reckon(paid.history(), JANUARY, new Money(625_000));

        assertThat(reckoned.tax()).isEqualTo(Money.ZERO);
        assertThat(reckoned.withheldBefore()).isEqualTo(Money.ZERO);
        assertThat(reckoned.from()).isEqualTo(JANUARY);
    }

    /** A fen in each month before. */
    private static List<Month> earlier(int months) {
        var earlier = new ArrayList<Month>();
        for (var i = 0; i < months - 1; i++) {
            earlier.add(new Month(JANUARY.plusMonths(i), new Money(1), Money.ZERO));
        }
        return earlier;
    }

    /** Payouts one after the other. */
    private static final class Paid {
        private final Map<YearMonth, Month> months = new TreeMap<>();

        Money add(TaxFormula formula, YearMonth month, long fen) {
            var gross = new Money(fen);
            var tax = formula.reckon(history(), month, gross).tax();
            months.merge(
                    month,
                    new Month(month, gross, tax),
                    (a, b) -> new Month(
                            month, a.income().plus(b.income()), a.withheld().plus(b.withheld())));
            return tax;
        }

        TaxHistory history() {
            return new TaxHistory(List.copyOf(months.values()));
        }

        Money income() {
            return Money.sum(months.values().stream().map(Month::income).toList());
        }

        Money withheld() {
            return Money.sum(months.values().stream().map(Month::withheld).toList());
        }
    }
}
