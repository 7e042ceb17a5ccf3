package cn.siyu.trade.domain;

import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Orders for stories: a basket of lines, and how far it has come. */
final class Orders {

    static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");
    static final Money FREIGHT = new Money(800);

    private Orders() {}

    static OrderLine line(long unitFen, int quantity) {
        return line(unitFen, quantity, ReturnPolicy.SEVEN_DAYS, false);
    }

    static OrderLine line(long unitFen, int quantity, ReturnPolicy policy, boolean confirmed) {
        var sold = new SoldLine(
                SkuId.next(),
                Ids.next(),
                "SKU-" + unitFen,
                "奶粉",
                "红 / 110",
                Optional.empty(),
                500,
                new Money(unitFen),
                new Money(unitFen),
                Ids.next(),
                List.of(),
                Optional.empty(),
                policy,
                RegulatoryClass.NONE,
                confirmed,
                "七天无理由退货",
                List.of());
        return OrderLine.of(Ids.next(), 0, sold, quantity);
    }

    static Order placed(OrderLine... lines) {
        var goods = Money.sum(Arrays.stream(lines).map(OrderLine::amount).toList());
        return new Order(
                OrderId.next(),
                "260301120000000abcdefghj",
                MemberId.next(),
                0,
                new OrderState.PendingPayment(NOON.plusSeconds(900)),
                OrderMoney.of(goods, FREIGHT),
                0,
                Optional.empty(),
                Standing.PLAIN,
                Arrays.asList(lines));
    }

    static Order paid(OrderLine... lines) {
        return placed(lines).paid(Ids.next(), NOON);
    }

    static Order shipped(OrderLine... lines) {
        var order = paid(lines);
        return order.shipped(order.rest(), NOON);
    }

    static Order received(OrderLine... lines) {
        return shipped(lines).received(NOON);
    }

    static UUID first(Order order) {
        return order.lines().getFirst().id();
    }

    static Map<UUID, Integer> units(Order order, int units) {
        return Map.of(first(order), units);
    }
}
