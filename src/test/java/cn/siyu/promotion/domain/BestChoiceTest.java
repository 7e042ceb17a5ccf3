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
import cn.siyu.promotion.Coupons.Basket;
import cn.siyu.promotion.Coupons.Taken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The combination that takes the most off (H6). */
class BestChoiceTest {

    @Test
    void one_of_each_stack_group_is_taken_and_the_strongest_wins() {
        var weak = coupon(template(off(300), Scope.EVERYTHING, 0, "GOODS"));
        var strong = coupon(template(percent(2_000), Scope.EVERYTHING, 0, "GOODS"));
        var freight = coupon(template(freight(800), Scope.EVERYTHING, 0, "FREIGHT"));

        var best = best(basket(600, line(5_000, 1)), List.of(weak, freight, strong));

        assertThat(best).extracting(Taken::coupon).containsExactly(strong.id(), freight.id());
        assertThat(sum(best)).isEqualTo(new Money(1_000 + 600));
    }

    @Test
    void what_would_add_nothing_is_kept() {
        var all = coupon(template(off(5_000), Scope.EVERYTHING, 0, "A"));
        var more = coupon(template(percent(1_000), Scope.EVERYTHING, 0, "B"));

        assertThat(best(basket(0, line(5_000, 1)), List.of(all, more)))
                .extracting(Taken::coupon)
                .containsExactly(all.id());
    }

    @Test
    void without_a_usable_coupon_there_is_no_combination() {
        assertThat(best(basket(0, line(500, 1)), List.of(coupon(template(off(100), Scope.EVERYTHING, 501, "A")))))
                .isEmpty();
    }

    @Test
    void nothing_that_may_be_combined_takes_more_off_and_the_order_of_the_hand_does_not_matter() {
        var random = new Random(7);
        for (var i = 0; i < 300; i++) {
            var basket = basket(
                    random.nextInt(1_000), line(1 + random.nextInt(9_000), 1 + random.nextInt(3)), line(3_300, 1));
            var hand = new ArrayList<Coupon>();
            for (var n = 0; n < 6; n++) {
                hand.add(coupon(template(benefit(random), Scope.EVERYTHING, random.nextInt(9_000), "G" + n % 3)));
            }

            var best = best(basket, hand);

            assertThat(sum(best)).isEqualTo(byForce(basket, hand));
            Collections.shuffle(hand, random);
            assertThat(best(basket, hand)).isEqualTo(best);
        }
    }

    private static Benefit benefit(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> off(1 + random.nextInt(4_000));
            case 1 -> percent(1 + random.nextInt(5_000));
            default -> freight(1 + random.nextInt(1_500));
        };
    }

    /** Every subset, one after the other. */
    private static Money byForce(Basket basket, List<Coupon> hand) {
        var most = Money.ZERO;
        for (var bits = 0; bits < 1 << hand.size(); bits++) {
            var chosen = new ArrayList<Coupon>();
            for (var i = 0; i < hand.size(); i++) {
                if ((bits & 1 << i) != 0) {
                    chosen.add(hand.get(i));
                }
            }
            var off = allowed(basket, chosen) ? sum(Reckoning.of(basket, chosen)) : Money.ZERO;
            most = off.compareTo(most) > 0 ? off : most;
        }
        return most;
    }

    private static boolean allowed(Basket basket, List<Coupon> chosen) {
        var groups = new HashSet<String>();
        return chosen.stream()
                        .allMatch(each -> groups.add(each.template().terms().stackGroup()))
                && chosen.stream()
                        .allMatch(each ->
                                Reckoning.judge(basket, each, NOON).why().isEmpty());
    }

    private static List<Taken> best(Basket basket, List<Coupon> hand) {
        return BestChoice.of(
                basket,
                hand,
                hand.stream().map(each -> Reckoning.judge(basket, each, NOON)).toList());
    }

    private static Money sum(List<Taken> taken) {
        return Money.sum(taken.stream().map(Taken::off).toList());
    }
}
