package cn.siyu.trade.domain;

import static cn.siyu.trade.domain.Orders.FREIGHT;
import static cn.siyu.trade.domain.Orders.NOON;
import static cn.siyu.trade.domain.Orders.first;
import static cn.siyu.trade.domain.Orders.line;
import static cn.siyu.trade.domain.Orders.paid;
import static cn.siyu.trade.domain.Orders.placed;
import static cn.siyu.trade.domain.Orders.shipped;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.money.Money;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.domain.Order.Rebated;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an order costs becomes less after it was sold (B16, B19): to the fen, and the order lives on. */
class RebateTest {

    @Test
    void the_difference_is_promised_and_what_is_left_is_all_that_goes_back_later() {
        var rebated = rebated(paid(line(900, 2)), 200);

        assertThat(rebated.amount()).isEqualTo(new Money(200));
        assertThat(rebated.order().money().promised()).isEqualTo(new Money(200));
        assertThat(rebated.order().line(rebated.line()).worthOf(2)).isEqualTo(new Money(1_600));
        var claim = claim(rebated.order(), AfterSale.Type.REFUND_ONLY, Map.of());
        assertThat(claim.afterSale().goods()).isEqualTo(new Money(1_600));
        assertThat(claim.order().money().refundable()).isEqualTo(Money.ZERO);
    }

    @Test
    void an_order_of_whose_price_nothing_is_left_lives_on_and_closes_with_its_goods() {
        var free = rebated(paid(line(900, 1)), 900).order().settled(new Money(900), Map.of(), NOON);

        assertThat(free.kind()).isEqualTo(OrderState.Kind.TO_SHIP);
        assertThat(free.settled(FREIGHT, Map.of(), NOON).kind()).isEqualTo(OrderState.Kind.CLOSED);
        var gone = free.settled(Money.ZERO, Map.of(first(free), 1), NOON);
        assertThat(gone.kind()).isEqualTo(OrderState.Kind.CLOSED);
    }

    @Test
    void an_order_without_freight_that_costs_nothing_any_more_is_still_sent() {
        var order = paid(line(900, 1));
        var free = new Order(
                order.id(),
                order.number(),
                order.member(),
                0,
                order.state(),
                OrderMoney.of(new Money(900), Money.ZERO),
                0,
                order.payment(),
                order.standing(),
                order.lines());

        var settled = rebated(free, 900).order().settled(new Money(900), Map.of(), NOON);

        assertThat(settled.kind()).isEqualTo(OrderState.Kind.TO_SHIP);
    }

    @Test
    void units_that_were_given_back_before_were_paid_back_in_full_and_get_nothing_more() {
        var order = shipped(line(900, 3));
        var claimed = claim(order, AfterSale.Type.RETURN_REFUND, Map.of(first(order), 1));

        var rebated = rebated(claimed.order(), 300);

        assertThat(claimed.afterSale().goods()).isEqualTo(new Money(900));
        assertThat(rebated.amount()).isEqualTo(new Money(200));
        assertThat(rebated.order().line(rebated.line()).worthOf(2)).isEqualTo(new Money(1_600));
    }

    @Test
    void it_is_never_more_than_is_left_and_nothing_for_what_is_over() {
        assertThat(rebated(paid(line(900, 1)), 5_000).amount()).isEqualTo(new Money(900));
        assertThat(placed(line(900, 1)).rebated(new Money(100))).isEmpty();
        var all = paid(line(900, 1)).promised(new Money(900), FREIGHT);
        assertThat(all.rebated(new Money(100))).isEmpty();
    }

    @Test
    void a_later_refund_is_divided_by_what_the_line_costs_now() {
        var order = rebated(paid(line(900, 2)), 200).order();

        // What was sent as a rebate is no part of what was given back of the new price.
        var parts = RefundPart.divide(order.lines(), Map.of(), new Money(1_600), List.of());

        assertThat(parts).containsExactly(new RefundPart(first(order), 0, new Money(1_600)));
    }

    private static Rebated rebated(Order order, long fen) {
        return order.rebated(new Money(fen)).orElseThrow();
    }

    private static AfterSale.Opened claim(Order order, AfterSale.Type type, Map<UUID, Integer> units) {
        return AfterSale.open(AfterSaleId.next(), order, new AfterSale.Claim(type, "不想要了", units), NOON);
    }
}
