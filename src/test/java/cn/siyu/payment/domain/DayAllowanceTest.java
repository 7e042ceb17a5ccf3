package cn.siyu.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.money.Money;
import org.junit.jupiter.api.Test;

class DayAllowanceTest {

    private static final Money LIMIT = new Money(1_000);

    @Test
    void what_is_over_the_limit_waits_for_another_day() {
        var begun = new DayAllowance(LIMIT, new Money(400));

        assertThat(begun.has(new Money(600))).isTrue();
        assertThat(begun.has(new Money(601))).isFalse();
        assertThat(begun.less(new Money(600)).has(new Money(1))).isFalse();
    }

    @Test
    void the_first_of_a_day_goes_out_however_large() {
        assertThat(new DayAllowance(LIMIT, Money.ZERO).has(new Money(1_001))).isTrue();
    }
}
