package cn.siyu.groupbuy.domain;

import static cn.siyu.groupbuy.domain.Stories.EVENING;
import static cn.siyu.groupbuy.domain.Stories.NOON;
import static cn.siyu.groupbuy.domain.Stories.SKU;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.domain.FlashDecision.Buyer;
import cn.siyu.groupbuy.domain.FlashDecision.Held;
import cn.siyu.groupbuy.domain.FlashDecision.TurnedAway;
import cn.siyu.kernel.money.Money;
import cn.siyu.trade.Terms.Commission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** B26: who gets units of a flash sale, and what one that has begun may become. */
class FlashRulesTest {

    private static final FlashItem ITEM = new FlashItem(SKU, new Money(500), 10, 2, 3);
    private static final Buyer ANYBODY = new Buyer(true, 0);

    @Test
    void units_are_held_for_the_time_to_pay_also_when_the_sale_ends_before() {
        assertThat(decide(ActivityState.RUNNING, ANYBODY, 1, EVENING.minusSeconds(1)))
                .isEqualTo(new Held(EVENING.minusSeconds(1).plus(Duration.ofMinutes(10))));
    }

    @Test
    void nothing_is_sold_before_after_or_while_it_is_paused_or_stopped() {
        var no = new TurnedAway(FlashSaleProblem.FLASH_SALE_NOT_RUNNING);

        assertThat(decide(ActivityState.RUNNING, ANYBODY, 1, EVENING)).isEqualTo(no);
        assertThat(decide(ActivityState.RUNNING, ANYBODY, 1, NOON.minusSeconds(1)))
                .isEqualTo(no);
        assertThat(decide(ActivityState.PAUSED, ANYBODY, 1, NOON)).isEqualTo(no);
        assertThat(decide(ActivityState.STOPPED, ANYBODY, 1, NOON)).isEqualTo(no);
        assertThat(decide(ActivityState.SCHEDULED, ANYBODY, 1, NOON)).isEqualTo(no);
    }

    @Test
    void limits_hold_for_the_order_and_for_the_person() {
        assertThat(decide(ActivityState.RUNNING, ANYBODY, 3, NOON))
                .isEqualTo(new TurnedAway(FlashSaleProblem.FLASH_SALE_QUANTITY));
        assertThat(decide(ActivityState.RUNNING, new Buyer(true, 2), 2, NOON))
                .isEqualTo(new TurnedAway(FlashSaleProblem.FLASH_SALE_LIMIT));
        assertThat(decide(ActivityState.RUNNING, new Buyer(true, 2), 1, NOON)).isInstanceOf(Held.class);
        assertThat(decide(ActivityState.RUNNING, new Buyer(false, 0), 1, NOON))
                .isEqualTo(new TurnedAway(FlashSaleProblem.FLASH_SALE_AUDIENCE));
    }

    @Test
    void one_that_has_begun_only_gets_more_units() {
        assertThat(plan(10, 500, EVENING).growsInto(plan(11, 500, EVENING))).isTrue();
        assertThat(plan(10, 500, EVENING).growsInto(plan(9, 500, EVENING))).isFalse();
        assertThat(plan(10, 500, EVENING).growsInto(plan(11, 400, EVENING))).isFalse();
        assertThat(plan(10, 500, EVENING).growsInto(plan(11, 500, EVENING.plusSeconds(1))))
                .isFalse();
        assertThat(plan(12, 500, EVENING).raised(plan(10, 500, EVENING))).containsEntry(SKU, 2);
    }

    private static FlashDecision decide(ActivityState state, Buyer buyer, int quantity, Instant now) {
        var sale = new FlashSale(FlashSaleId.next(), plan(10, 500, EVENING), state, 0);
        return FlashDecision.decide(sale, ITEM, buyer, quantity, now);
    }

    private static FlashPlan plan(int quota, long priceFen, Instant endsAt) {
        return new FlashPlan(
                "整点秒杀",
                List.of(new FlashItem(SKU, new Money(priceFen), quota, 2, 3)),
                Duration.ofMinutes(10),
                Optional.empty(),
                Commission.NORMAL,
                Optional.empty(),
                NOON,
                endsAt);
    }
}
