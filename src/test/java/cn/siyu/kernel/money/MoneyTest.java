package cn.siyu.kernel.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Money never appears, never disappears and never rounds on its own. */
class MoneyTest {

    private static final int CASES = 10_000;

    @Test
    void shares_add_up_to_the_whole_in_10000_cases_of_seed_20260101() {
        var random = random(20_260_101);

        for (var i = 0; i < CASES; i++) {
            var whole = new Money(random.nextLong(100_000_000));
            var weights = weights(random);

            var shares = whole.shareBy(weights);

            assertThat(Money.sum(shares)).isEqualTo(whole);
            assertThat(shares).hasSameSizeAs(weights).noneMatch(Money::isNegative);
        }
    }

    @Test
    void a_share_is_never_a_fen_from_its_exact_part_in_10000_cases_of_seed_20260102() {
        var random = random(20_260_102);

        for (var i = 0; i < CASES; i++) {
            var whole = new Money(random.nextLong(1_000_000));
            var weights = weights(random);
            var total = weights.stream().mapToLong(Long::longValue).sum();

            var shares = whole.shareBy(weights);

            for (var at = 0; at < weights.size() && total > 0; at++) {
                var exact = whole.fen() * weights.get(at) / total;
                assertThat(shares.get(at).fen()).isBetween(exact, exact + 1);
            }
        }
    }

    @Test
    void a_portion_and_its_rest_are_the_whole_in_10000_cases_of_seed_20260103() {
        var random = random(20_260_103);

        for (var i = 0; i < CASES; i++) {
            var whole = new Money(random.nextLong(1_000_000_000));
            var rate = new Rate(random.nextInt(Rate.WHOLE + 1));

            var portion = whole.portion(rate);

            assertThat(portion.fen()).isBetween(0L, whole.fen());
            assertThat(portion.fen()).isEqualTo(whole.fen() * rate.basisPoints() / Rate.WHOLE);
        }
    }

    @Test
    void the_odd_fen_goes_to_the_largest_remainder_and_then_to_the_first() {
        assertThat(new Money(100).shareBy(List.of(1L, 1L, 1L)))
                .containsExactly(new Money(34), new Money(33), new Money(33));
        assertThat(new Money(10).shareBy(List.of(1L, 2L))).containsExactly(new Money(3), new Money(7));
    }

    @Test
    void without_weights_that_count_the_first_takes_all() {
        assertThat(new Money(5).shareBy(List.of(0L, 0L))).containsExactly(new Money(5), Money.ZERO);
        assertThatIllegalArgumentException().isThrownBy(() -> new Money(5).shareBy(List.of()));
    }

    @Test
    void what_leaves_the_range_fails_and_does_not_wrap() {
        var most = new Money(Long.MAX_VALUE);

        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.plus(new Money(1)));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.times(2));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.portion(new Rate(2)));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> new Money(Long.MIN_VALUE).negated());
    }

    @Test
    void a_rate_is_a_part_of_a_whole() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(Rate.WHOLE + 1));
        assertThat(new Money(999).portion(new Rate(Rate.WHOLE))).isEqualTo(new Money(999));
    }

    @Test
    void people_read_yuan() {
        assertThat(new Money(1_230)).hasToString("12.30");
        assertThat(new Money(-5)).hasToString("-0.05");
        assertThat(Money.ZERO).hasToString("0.00");
    }

    private static List<Long> weights(RandomGenerator random) {
        return IntStream.range(0, 1 + random.nextInt(12))
                .mapToObj(_ -> random.nextLong(10) == 0 ? 0L : random.nextLong(1_000_000))
                .toList();
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
