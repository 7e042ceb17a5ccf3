package cn.siyu.trade.app;

import cn.siyu.audience.Buyers;
import cn.siyu.inventory.Stock;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunitySales;
import cn.siyu.payment.RefundSettled;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.OrderRefunded;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderState.Kind;
import cn.siyu.trade.store.AfterSaleStore;
import cn.siyu.trade.store.AfterSaleStore.Remark;
import cn.siyu.trade.store.InvoiceStore;
import cn.siyu.trade.store.OrderStore;
import cn.siyu.trade.store.RefundStore;
import cn.siyu.trade.store.RefundStore.Arrived;
import cn.siyu.trade.store.RefundStore.Cause;
import cn.siyu.trade.store.RefundStore.Refund;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A refund has arrived: the after-sale is done, and the order is closed when nothing of it is left. */
@Singleton
public class SettleRefund {

    private final RefundStore refunds;
    private final OrderStore orders;
    private final AfterSaleStore afterSales;
    private final InvoiceStore invoices;
    private final Stock stock;
    private final CountPurchases limits;
    private final CarryCoupons coupons;
    private final Earnings earnings;
    private final Buyers buyers;
    private final CommunitySales communities;
    private final Outbox outbox;
    private final TradeSettings settings;
    private final ShopClock clock;

    @Inject
    SettleRefund(
            RefundStore refunds,
            OrderStore orders,
            AfterSaleStore afterSales,
            InvoiceStore invoices,
            Stock stock,
            CountPurchases limits,
            CarryCoupons coupons,
            Earnings earnings,
            Buyers buyers,
            CommunitySales communities,
            Outbox outbox,
            TradeSettings settings,
            ShopClock clock) {
        this.refunds = refunds;
        this.orders = orders;
        this.afterSales = afterSales;
        this.invoices = invoices;
        this.stock = stock;
        this.limits = limits;
        this.coupons = coupons;
        this.earnings = earnings;
        this.buyers = buyers;
        this.communities = communities;
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
    }

    public Uni<Void> settle(Tx tx, RefundSettled event) {
        var now = clock.instant();
        return orders.find(tx, new OrderId(event.orderId()))
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(order -> refunds.settle(tx, event.refundNo(), now)
                        .chain(refund ->
                                refund == null ? Uni.createFrom().voidItem() : settle(tx, order, refund, now)));
    }

    private Uni<Void> settle(Tx tx, Order order, Refund refund, Instant now) {
        return switch (refund.cause()) {
            // Money that never belonged to the order: nothing about it changes.
            case LATE_PAYMENT, DOUBLE_PAYMENT, NO_PLACE ->
                outbox.append(tx, told(order, refund, false, List.of(), now));
            case HOLD_FAILED, REBATE -> carryOut(tx, order, Optional.empty(), refund, now);
            case STAFF, AFTER_SALE ->
                afterSales
                        .findByRefund(tx, refund.number())
                        .chain(claim -> carryOut(tx, order, Optional.ofNullable(claim), refund, now));
        };
    }

    private Uni<Void> carryOut(Tx tx, Order order, Optional<AfterSale> claim, Refund refund, Instant now) {
        var units = refund.cause() == Cause.HOLD_FAILED
                ? order.everything()
                : claim.map(AfterSale::units).orElse(Map.of());
        var next = order.settled(refund.amount(), units, now);
        return applied(tx, order, next, now)
                .chain(() -> claim.isEmpty()
                        ? Uni.createFrom().nullItem()
                        : afterSales.save(tx, claim.get().done(), Remark.NONE, Optional.empty(), now))
                .chain(() -> invoices.owe(tx, refund, now))
                .chain(() -> refunds.arrived(tx, refund.number()))
                .chain(parts -> outbox.append(tx, told(next, refund, next.kind() == Kind.CLOSED, parts, now)))
                .chain(() -> order.standing().firm()
                        ? buyers.refunded(
                                        tx,
                                        order.member().value(),
                                        order.id().value(),
                                        refund.number(),
                                        refund.amount(),
                                        now)
                                .chain(() -> communities.refunded(
                                        tx, order.id().value(), refund.number(), refund.amount(), now))
                        : Uni.createFrom().voidItem());
    }

    /** Saves an order of which something was given back; when that closes it, what it still holds and owes ends too. */
    Uni<Void> applied(Tx tx, Order before, Order next, Instant now) {
        var closes = next.kind() == Kind.CLOSED && before.kind() != Kind.CLOSED;
        return (closes
                        ? stock.release(tx, List.of(next.id().value()), "order refunded", now)
                                .chain(() -> limits.giveBack(tx, next.id()))
                                .chain(() -> coupons.giveBack(tx, next, now))
                        : nothing())
                .chain(() -> orders.saveWithLines(tx, next, settings.waits(), now))
                .chain(() -> closes && before.kind() != Kind.COMPLETED ? earnings.earn(tx, next, now) : nothing());
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    private static OrderRefunded told(Order order, Refund refund, boolean closed, List<Arrived> parts, Instant now) {
        return new OrderRefunded(
                Ids.next(),
                now,
                order.id().value(),
                order.number(),
                order.member().value(),
                refund.number(),
                refund.amount().fen(),
                refund.cause().name(),
                closed,
                order.standing().firm(),
                parts.stream()
                        .map(each -> new OrderRefunded.Line(
                                each.part().line(),
                                each.part().units(),
                                each.part().goods().fen(),
                                each.before().fen()))
                        .toList());
    }
}
