package cn.siyu.trade.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.money.Money;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How the goods in a refund divide over lines (C19). */
class RefundPartTest {

    private final OrderLine ten = Orders.line(1000, 1);
    private final OrderLine three = Orders.line(100, 3);
    private final List<OrderLine> lines = List.of(ten, three);

    @Test
    void goodwill_is_shared_by_what_the_lines_cost_and_takes_nothing_back() {
        var parts = RefundPart.divide(lines, Map.of(), new Money(130), List.of());

        assertThat(parts)
                .containsExactly(
                        new RefundPart(ten.id(), 0, new Money(100)), new RefundPart(three.id(), 0, new Money(30)));
    }

    @Test
    void a_return_is_that_of_its_own_line() {
        var parts = RefundPart.divide(
                lines, Map.of(), new Money(200), List.of(new AfterSale.Line(three.id(), 2, new Money(200))));

        assertThat(parts).containsExactly(new RefundPart(three.id(), 2, new Money(200)));
    }

    @Test
    void no_line_gives_more_back_than_it_cost() {
        var parts = RefundPart.divide(
                lines,
                Map.of(ten.id(), new Money(250), three.id(), new Money(75)),
                new Money(900),
                List.of(new AfterSale.Line(ten.id(), 1, new Money(1000))));

        assertThat(parts)
                .containsExactly(
                        new RefundPart(ten.id(), 1, new Money(750)), new RefundPart(three.id(), 0, new Money(150)));
    }

    @Test
    void whatever_goes_back_in_whatever_pieces_ends_at_what_each_line_cost() {
        var random = new Random(7);
        for (var round = 0; round < 200; round++) {
            var order = List.of(
                    Orders.line(1 + random.nextInt(500), 1 + random.nextInt(3)),
                    Orders.line(1 + random.nextInt(500), 1),
                    Orders.line(1 + random.nextInt(500), 2));
            var back = new HashMap<UUID, Money>();
            var left = Money.sum(order.stream().map(OrderLine::amount).toList());
            while (left.isPositive()) {
                var goods = new Money(1 + random.nextLong(left.fen()));
                var parts = RefundPart.divide(order, back, goods, List.of());
                assertThat(Money.sum(parts.stream().map(RefundPart::goods).toList()))
                        .isEqualTo(goods);
                parts.forEach(part -> back.merge(part.line(), part.goods(), Money::plus));
                left = left.minus(goods);
            }
            order.forEach(line -> assertThat(back).containsEntry(line.id(), line.amount()));
        }
    }
}
