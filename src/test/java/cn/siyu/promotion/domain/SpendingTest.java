package cn.siyu.promotion.domain;

import static cn.siyu.promotion.domain.Deck.MEMBER;
import static cn.siyu.promotion.domain.Deck.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.id.Ids;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** H4: of many orders that want a coupon in one moment one gets it. */
class SpendingTest {

    private static final Coupon TEN = Deck.coupon(Deck.off(1000));
    private static final Coupon FIVE = Deck.coupon(Deck.off(500));

    @Test
    void what_one_order_was_given_no_other_gets() {
        var spending = new Spending(List.of(TEN, FIVE), NOON);
        var first = Ids.next();
        var second = Ids.next();

        assertThat(spending.has(MEMBER, List.of(TEN.id()))).isTrue();
        spending.give(first, List.of(TEN.id()));

        assertThat(spending.has(MEMBER, List.of(TEN.id(), FIVE.id()))).isFalse();
        assertThat(spending.has(MEMBER, List.of(FIVE.id()))).isTrue();
        spending.give(second, List.of(FIVE.id()));
        assertThat(spending.spent()).containsEntry(TEN.id(), first).containsEntry(FIVE.id(), second);
    }

    @Test
    void nobody_spends_what_is_not_in_his_hand() {
        var spending = new Spending(List.of(TEN), NOON);

        assertThat(spending.has(MemberId.next(), List.of(TEN.id()))).isFalse();
        assertThat(spending.has(MEMBER, List.of(CouponId.next()))).isFalse();
        assertThat(new Spending(List.of(TEN), NOON.plus(Duration.ofDays(6))).has(MEMBER, List.of(TEN.id())))
                .isFalse();
    }

    @Test
    void an_order_without_coupons_is_never_barred() {
        assertThat(new Spending(List.of(), NOON).has(MEMBER, List.of())).isTrue();
    }
}
