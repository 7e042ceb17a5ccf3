package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import java.time.YearMonth;
import java.util.List;

/** What one person was paid before, month by month and oldest first, as far as one formula was used for it. */
public record TaxHistory(List<Month> months) {

    public static final TaxHistory NONE = new TaxHistory(List.of());

    /**
     * All of one month.
     *
     * @param income before tax
     */
    public record Month(YearMonth month, Money income, Money withheld) {}

    /** Those from {@code first} to {@code last}. */
    TaxHistory within(YearMonth first, YearMonth last) {
        return new TaxHistory(months.stream()
                .filter(each -> !each.month().isBefore(first) && !each.month().isAfter(last))
                .toList());
    }

    Money income() {
        return Money.sum(months.stream().map(Month::income).toList());
    }

    Money withheld() {
        return Money.sum(months.stream().map(Month::withheld).toList());
    }
}
