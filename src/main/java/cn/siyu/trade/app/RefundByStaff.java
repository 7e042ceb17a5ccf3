package cn.siyu.trade.app;

import cn.siyu.inventory.Stock;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.app.PromiseRefund.Back;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.domain.TradeProblem;
import cn.siyu.trade.store.OrderStore;
import cn.siyu.trade.store.RefundStore.Cause;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Staff give money back without a claim: goodwill, or all of it when the order cannot be sent. */
@Singleton
public class RefundByStaff {

    private final OrderStore orders;
    private final Stock stock;
    private final PromiseRefund refunds;
    private final AuditLog audit;
    private final TradeSettings settings;
    private final ShopClock clock;

    @Inject
    RefundByStaff(
            OrderStore orders,
            Stock stock,
            PromiseRefund refunds,
            AuditLog audit,
            TradeSettings settings,
            ShopClock clock) {
        this.orders = orders;
        this.stock = stock;
        this.refunds = refunds;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /** How much, why, and by whom. */
    public record Wish(Money amount, String reason, Actor actor) {}

    /** A promised refund. */
    public record Promised(String refundNo, Money amount) {}

    public Uni<Promised> refund(Tx tx, OrderId id, Wish wish) {
        var now = clock.instant();
        return orders.find(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(order -> refund(tx, order, wish, now));
    }

    private Uni<Promised> refund(Tx tx, Order order, Wish wish, Instant now) {
        if (order.payment().isEmpty()
                || order.kind() == OrderState.Kind.GROUPING
                || order.kind() == OrderState.Kind.CLOSED) {
            return Uni.createFrom().failure(() -> OrderState.changed(order.kind()));
        }
        if (wish.amount().compareTo(order.money().refundable()) > 0) {
            return Uni.createFrom()
                    .failure(() -> new Refused(
                            TradeProblem.REFUND_TOO_LARGE,
                            "At most " + order.money().refundable() + " yuan can still be refunded"));
        }
        var goods = order.money().goodsPart(wish.amount());
        var freight = wish.amount().minus(goods);
        var endsIt = order.kind() == OrderState.Kind.TO_SHIP
                && wish.amount().equals(order.money().refundable());
        var promised = (endsIt ? order.withdrawn(now) : order).promised(goods, freight);
        var back = new Back(
                promised.refundNumber(),
                Cause.STAFF,
                goods,
                freight,
                wish.reason(),
                endsIt ? unsent(order) : List.of());
        // What is refunded in full before it was sent is not sent any more: its stock is free at once.
        return (endsIt
                        ? stock.release(tx, List.of(order.id().value()), "refunded by staff", now)
                        : Uni.createFrom().voidItem())
                .chain(() -> orders.saveWithLines(tx, promised, settings.waits(), now))
                .chain(() -> refunds.promise(tx, promised, back, now))
                .chain(() -> audit.append(tx, entry(order, back, wish)))
                .replaceWith(new Promised(back.number(), wish.amount()));
    }

    private static List<AfterSale.Line> unsent(Order order) {
        return order.lines().stream()
                .filter(line -> line.toShip() > 0)
                .map(line -> new AfterSale.Line(line.id(), line.toShip(), line.worthOf(line.toShip())))
                .toList();
    }

    private static AuditEntry entry(Order order, Back back, Wish wish) {
        return new AuditEntry(
                wish.actor(),
                "order.refund",
                "order",
                order.id().value().toString(),
                wish.reason(),
                Map.of("refundableFen", order.money().refundable().fen()),
                Map.of("refundNo", back.number(), "amountFen", wish.amount().fen()));
    }
}
