package cn.siyu.trade.app;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.Payments;
import cn.siyu.payment.Payments.RefundRequest;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.Rewards;
import cn.siyu.trade.SoldOrder;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.Order.Rebated;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.domain.RefundPart;
import cn.siyu.trade.store.LedOrders;
import cn.siyu.trade.store.OrderStore;
import cn.siyu.trade.store.RefundStore;
import cn.siyu.trade.store.RefundStore.Cause;
import cn.siyu.trade.store.RefundStore.Refund;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Sends back what sold orders cost too much: one refund for each, in the order of their ids (B19, B13). */
@Singleton
class PayRebates implements Rewards {

    private final OrderStore orders;
    private final RefundStore refunds;
    private final Payments payments;
    private final Earnings earnings;
    private final LedOrders led;
    private final TradeSettings settings;

    @Inject
    PayRebates(
            OrderStore orders,
            RefundStore refunds,
            Payments payments,
            Earnings earnings,
            LedOrders led,
            TradeSettings settings) {
        this.orders = orders;
        this.refunds = refunds;
        this.payments = payments;
        this.earnings = earnings;
        this.led = led;
        this.settings = settings;
    }

    private record Sent(UUID order, Money amount) {}

    @Override
    public Uni<Void> led(Tx tx, Collection<UUID> sold, SoldOrder.Led by) {
        return led.insert(tx, sold, by).replaceWithVoid();
    }

    @Override
    public Uni<List<UUID>> ledBy(Sql sql, UUID leaderOrder) {
        return led.others(sql, leaderOrder);
    }

    @Override
    public Uni<Map<UUID, Money>> rebate(Tx tx, Collection<Rebate> rebates, Instant now) {
        return Multi.createFrom()
                .iterable(rebates.stream()
                        .sorted(Comparator.comparing(each -> new OrderId(each.order())))
                        .toList())
                .onItem()
                .transformToUniAndConcatenate(each -> pay(tx, each, now))
                .collect()
                .asList()
                .map(sent -> sent.stream().collect(Collectors.toMap(Sent::order, Sent::amount)));
    }

    private Uni<Sent> pay(Tx tx, Rebate rebate, Instant now) {
        var id = new OrderId(rebate.order());
        return orders.find(tx, id)
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalStateException("a rebate for an unknown order " + id))
                .chain(order -> order.rebated(rebate.amount())
                        .map(rebated -> pay(tx, rebated, rebate.reason(), now))
                        .orElseGet(() -> Uni.createFrom().item(Money.ZERO)))
                .map(amount -> new Sent(rebate.order(), amount));
    }

    private Uni<Money> pay(Tx tx, Rebated rebated, String reason, Instant now) {
        var order = rebated.order();
        var amount = rebated.amount();
        var number = "R" + order.number() + "-REBATE";
        var refund = new Refund(number, order.id(), Cause.REBATE, amount, reason, now, Optional.empty());
        return orders.save(tx, order, settings.waits(), now)
                .chain(() -> orders.rebate(tx, rebated.line(), amount))
                .chain(() -> refunds.insert(tx, refund, List.of(new RefundPart(rebated.line(), 0, amount))))
                .chain(() -> payments.refund(
                        tx, new RefundRequest(order.id().value(), order.payment(), number, amount, reason), now))
                .chain(() -> unearn(tx, order, number, amount, now))
                .replaceWith(amount);
    }

    private Uni<Void> unearn(Tx tx, Order order, String number, Money amount, Instant now) {
        return order.kind() == OrderState.Kind.COMPLETED
                ? earnings.giveBack(tx, number, amount, Money.ZERO, now)
                : Uni.createFrom().voidItem();
    }
}
