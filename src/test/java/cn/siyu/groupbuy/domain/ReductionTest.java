package cn.siyu.groupbuy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** L2: what an activity is cheaper than was really asked. */
class ReductionTest {

    @ParameterizedTest
    @CsvSource({"900, 1000, 1000, ''", "1000, 1000, 1000, single unit", "900, 1000, 900, 7 days", "900, 5000, 800, L2"})
    void a_price_is_below_what_is_asked_and_below_what_was_asked_before(
            long price, long single, long lowest, String why) {
        var fault = Reduction.fault(new Money(price), new Money(single), new Money(lowest));

        if (why.isEmpty()) {
            assertThat(fault).isEmpty();
        } else {
            assertThat(fault).get().asString().contains(why);
        }
    }
}
