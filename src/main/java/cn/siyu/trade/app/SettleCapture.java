package cn.siyu.trade.app;

import cn.siyu.inventory.Stock;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.PaymentCaptured;
import cn.siyu.payment.Payments;
import cn.siyu.payment.Payments.RefundRequest;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.OrderPaid;
import cn.siyu.trade.domain.CancelledBy;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.store.OrderStore;
import cn.siyu.trade.store.RefundStore;
import cn.siyu.trade.store.RefundStore.Cause;
import cn.siyu.trade.store.RefundStore.Refund;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/**
 * Gives captured money its one place: an order that lives, or the way back (P3, REL-06). An expired order comes back to life
 * when its stock can be had again; what its buyer has cancelled himself stays cancelled (B10, E7).
 */
@ApplicationScoped
public class SettleCapture {

    private final Stock stock;
    private final Payments payments;
    private final OrderStore orders;
    private final RefundStore refunds;
    private final Outbox outbox;
    private final TradeSettings settings;
    private final ShopClock clock;

    @Inject
    SettleCapture(
            Stock stock,
            Payments payments,
            OrderStore orders,
            RefundStore refunds,
            Outbox outbox,
            TradeSettings settings,
            ShopClock clock) {
        this.stock = stock;
        this.payments = payments;
        this.orders = orders;
        this.refunds = refunds;
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
    }

    /** Pools are locked before the order; whoever changed it meanwhile makes this fail, and the event is heard again. */
    public Uni<Void> settle(Tx tx, PaymentCaptured capture) {
        return orders.find(tx, new OrderId(capture.orderId()))
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalStateException("captured for an unknown order " + capture.orderId()))
                .chain(order -> settle(tx, order, capture, clock.instant()));
    }

    private Uni<Void> settle(Tx tx, Order order, PaymentCaptured capture, Instant now) {
        return switch (order.state()) {
            case OrderState.PendingPayment _ ->
                keep(tx, order, order.paid(capture.paymentId(), now), now)
                        .chain(kept -> kept ? nothing() : giveUp(tx, order, capture, now));
            case OrderState.Cancelled(var by)
            when by == CancelledBy.EXPIRED ->
                keep(tx, order, order.revived(capture.paymentId(), now), now)
                        .chain(kept -> kept ? nothing() : refund(tx, order, capture, Cause.LATE_PAYMENT, now));
            case OrderState.Cancelled _ -> refund(tx, order, capture, Cause.LATE_PAYMENT, now);
            case OrderState _ ->
                order.payment().filter(capture.paymentId()::equals).isPresent()
                        ? Uni.createFrom().voidItem()
                        : refund(tx, order, capture, Cause.DOUBLE_PAYMENT, now);
        };
    }

    /** Stock that is still held stays held; what was let go is taken again. False when it is gone. */
    private Uni<Boolean> keep(Tx tx, Order before, Order paid, Instant now) {
        var heldUntil = now.plus(settings.settleGrace());
        return stock.retake(tx, before.id().value(), heldUntil, now)
                .chain(shortages -> shortages.isEmpty()
                        ? pay(tx, paid, now).replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    private Uni<Void> pay(Tx tx, Order order, Instant now) {
        return stock.confirm(tx, order.id().value(), now)
                .chain(() -> orders.save(tx, order, settings.waits(), now))
                .chain(() -> outbox.append(tx, told(order, now)));
    }

    /** Its hold had run out before the sweep came, and others have bought what it held. */
    private Uni<Void> giveUp(Tx tx, Order order, PaymentCaptured capture, Instant now) {
        return orders.save(tx, order.cancelled(CancelledBy.EXPIRED, now), settings.waits(), now)
                .chain(() -> refund(tx, order, capture, Cause.LATE_PAYMENT, now));
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> refund(Tx tx, Order order, PaymentCaptured capture, Cause cause, Instant now) {
        return refunds.count(tx, order.id(), cause)
                .map(known -> number(order, cause, known))
                .chain(number -> promise(tx, order, capture, cause, number, now));
    }

    private Uni<Void> promise(Tx tx, Order order, PaymentCaptured capture, Cause cause, String number, Instant now) {
        var amount = new Money(capture.amountFen());
        if (amount.isZero()) {
            return Uni.createFrom().voidItem();
        }
        var request =
                new RefundRequest(order.id().value(), Optional.of(capture.paymentId()), number, amount, cause.name());
        return refunds.insert(tx, new Refund(number, order.id(), cause, amount, cause.name(), now, Optional.empty()))
                .chain(() -> payments.refund(tx, request, now));
    }

    /** Fixed by the order and the cause: repeating it can never make a second refund of one payment. */
    private static String number(Order order, Cause cause, long known) {
        var suffix = cause == Cause.LATE_PAYMENT ? "-LATE" : "-DOUBLE";
        return "R" + order.number() + suffix + (known == 0 ? "" : Long.toString(known + 1));
    }

    private static OrderPaid told(Order order, Instant now) {
        return new OrderPaid(
                Ids.next(),
                now,
                order.id().value(),
                order.number(),
                order.member().value(),
                order.payment().orElseThrow(),
                order.money().total().fen(),
                false);
    }
}
