package cn.siyu.promotion.domain;

import static cn.siyu.promotion.domain.Deck.NOON;
import static cn.siyu.promotion.domain.Deck.basket;
import static cn.siyu.promotion.domain.Deck.coupon;
import static cn.siyu.promotion.domain.Deck.freight;
import static cn.siyu.promotion.domain.Deck.line;
import static cn.siyu.promotion.domain.Deck.off;
import static cn.siyu.promotion.domain.Deck.percent;
import static cn.siyu.promotion.domain.Deck.template;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.promotion.Coupons.Basket;
import cn.siyu.promotion.Coupons.Line;
import cn.siyu.promotion.Coupons.Taken;
import cn.siyu.promotion.Unusable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What coupons take off, to the fen. */
class ReckoningTest {

    private static final int CASES = 10_000;

    @Test
    void in_ten_thousand_baskets_every_fen_has_its_line_and_no_line_costs_less_than_nothing() {
        var random = new Random(20260301);
        for (var i = 0; i < CASES; i++) {
            var basket = randomBasket(random);
            var coupons = randomCoupons(random, basket);

            var taken = Reckoning.of(basket, coupons);

            assertSound(basket, coupons, taken);
            Collections.shuffle(coupons, random);
            assertThat(Reckoning.of(basket, coupons)).isEqualTo(taken);
        }
    }

    private static void assertSound(Basket basket, List<Coupon> coupons, List<Taken> taken) {
        assertThat(taken).hasSize(coupons.size());
        for (var at = 0; at < basket.lines().size(); at++) {
            var line = at;
            var off = Money.sum(
                    taken.stream().map(each -> each.offLines().get(line)).toList());
            assertThat(off.isNegative()).isFalse();
            assertThat(off).isLessThanOrEqualTo(basket.lines().get(at).amount());
            if (!basket.lines().get(at).promotable()) {
                assertThat(off).isEqualTo(Money.ZERO);
            }
        }
        var offFreight = Money.sum(taken.stream().map(Taken::offFreight).toList());
        assertThat(offFreight).isLessThanOrEqualTo(basket.freight().orElse(Money.ZERO));
        taken.forEach(each -> assertThat(each.offLines()).noneMatch(Money::isNegative));
        coupons.forEach(each -> taken.stream()
                .filter(other -> other.coupon().equals(each.id()))
                .forEach(other -> assertBounded(each.template().terms().benefit(), other)));
    }

    private static void assertBounded(Benefit benefit, Taken taken) {
        switch (benefit) {
            case Benefit.Amount amount -> assertThat(taken.offGoods()).isLessThanOrEqualTo(amount.off());
            case Benefit.Percent percent ->
                percent.cap().ifPresent(cap -> assertThat(taken.offGoods()).isLessThanOrEqualTo(cap));
            case Benefit.Freight freight -> {
                assertThat(taken.offFreight()).isLessThanOrEqualTo(freight.off());
                assertThat(taken.offGoods()).isEqualTo(Money.ZERO);
            }
            case Benefit.Gift _, Benefit.Trial _ ->
                assertThat(taken.offFreight()).isEqualTo(Money.ZERO);
        }
    }

    private static Basket randomBasket(Random random) {
        var lines = IntStream.rangeClosed(0, random.nextInt(6))
                .mapToObj(_ -> line(random.nextInt(20_000), 1 + random.nextInt(5), random.nextInt(10) > 0))
                .toArray(Line[]::new);
        return basket(random.nextInt(2_000), lines);
    }

    private static List<Coupon> randomCoupons(Random random, Basket basket) {
        var coupons = new ArrayList<Coupon>();
        for (var i = random.nextInt(4); i >= 0; i--) {
            coupons.add(coupon(template(randomBenefit(random, basket), randomScope(random, basket), 0, "G" + i)));
        }
        return coupons;
    }

    private static Benefit randomBenefit(Random random, Basket basket) {
        var sku = basket.lines().get(random.nextInt(basket.lines().size())).sku();
        return switch (random.nextInt(5)) {
            case 0 -> off(1 + random.nextInt(30_000));
            case 1 -> new Benefit.Percent(new Rate(1 + random.nextInt(10_000)), cap(random));
            case 2 -> freight(1 + random.nextInt(3_000));
            case 3 -> new Benefit.Gift(sku, 1 + random.nextInt(3));
            default -> new Benefit.Trial(sku, 1 + random.nextInt(3), new Money(random.nextInt(20_000)));
        };
    }

    private static Optional<Money> cap(Random random) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(new Money(1 + random.nextInt(5_000)));
    }

    private static Scope randomScope(Random random, Basket basket) {
        return random.nextBoolean()
                ? Scope.EVERYTHING
                : spu(basket.lines().get(random.nextInt(basket.lines().size())));
    }

    @Test
    void an_amount_is_shared_by_what_lines_cost_and_the_odd_fen_goes_to_the_largest_remainder() {
        var basket = basket(0, line(1_000, 1), line(1_000, 1), line(1_000, 1));

        var taken = Reckoning.of(basket, List.of(coupon(off(100)))).getFirst();

        assertThat(taken.offLines()).containsExactly(new Money(34), new Money(33), new Money(33));
    }

    @Test
    void a_share_is_taken_of_what_an_amount_has_left() {
        var basket = basket(0, line(10_000, 1));
        var amount = coupon(template(off(2_000), Scope.EVERYTHING, 0, "A"));
        var share = coupon(template(percent(1_000), Scope.EVERYTHING, 0, "B"));

        var taken = Reckoning.of(basket, List.of(share, amount));

        assertThat(taken).extracting(Taken::off).containsExactly(new Money(2_000), new Money(800));
    }

    @Test
    void a_coupon_that_covers_everything_leaves_nothing_to_pay() {
        var basket = basket(0, line(333, 3), line(1, 1));

        var taken = Reckoning.of(basket, List.of(coupon(off(99_999)))).getFirst();

        assertThat(taken.offLines()).containsExactly(new Money(999), new Money(1));
    }

    @Test
    void the_threshold_looks_at_the_lines_in_scope_at_the_shops_price() {
        var meant = line(4_999, 2);
        var other = line(50_000, 1);
        var coupon = coupon(template(off(500), spu(meant), 10_000, "GOODS"));

        var verdict = Reckoning.judge(basket(0, meant, other), coupon, NOON);

        assertThat(verdict.why()).contains(Unusable.BELOW_THRESHOLD);
        assertThat(verdict.missing()).isEqualTo(new Money(2));
    }

    @Test
    void what_may_not_be_promoted_is_in_no_scope() {
        var formula = line(30_000, 1, false);
        var coupon = coupon(off(500));

        assertThat(Reckoning.judge(basket(0, formula), coupon, NOON).why()).contains(Unusable.NO_ELIGIBLE_LINE);
        assertThat(Reckoning.of(basket(0, formula, line(500, 1)), List.of(coupon))
                        .getFirst()
                        .offLines())
                .containsExactly(Money.ZERO, new Money(500));
    }

    @Test
    void a_present_does_not_help_to_earn_itself() {
        var present = line(9_900, 1);
        var coupon = coupon(template(new Benefit.Gift(present.sku(), 1), Scope.EVERYTHING, 10_000, "GIFT"));

        assertThat(Reckoning.judge(basket(0, present, line(5_000, 1)), coupon, NOON)
                        .missing())
                .isEqualTo(new Money(5_000));
        assertThat(Reckoning.judge(basket(0, present, line(5_000, 2)), coupon, NOON)
                        .offGoods())
                .isEqualTo(new Money(9_900));
        assertThat(Reckoning.judge(basket(0, line(50_000, 1)), coupon, NOON).why())
                .contains(Unusable.NO_ELIGIBLE_LINE);
    }

    @Test
    void a_trial_brings_so_many_units_down_to_its_price() {
        var pack = line(5_900, 3);
        var coupon = coupon(template(new Benefit.Trial(pack.sku(), 2, new Money(990)), Scope.EVERYTHING, 0, "TRIAL"));

        assertThat(Reckoning.judge(basket(0, pack), coupon, NOON).offGoods()).isEqualTo(new Money(2 * 4_910));
    }

    @Test
    void freight_is_known_with_the_address_only() {
        var coupon = coupon(freight(800));
        var nowhere = new Basket(Deck.MEMBER, List.of(line(100, 1)), Optional.empty());

        assertThat(Reckoning.judge(nowhere, coupon, NOON).why()).contains(Unusable.FREIGHT_UNKNOWN);
        assertThat(Reckoning.judge(basket(500, line(100, 1)), coupon, NOON).offFreight())
                .isEqualTo(new Money(500));
        assertThat(Reckoning.judge(basket(0, line(100, 1)), coupon, NOON).why()).contains(Unusable.NOTHING_TO_TAKE_OFF);
    }

    private static Scope spu(Line line) {
        return new Scope(Scope.Kind.SPU, Set.<UUID>of(line.spu()), Set.of());
    }
}
