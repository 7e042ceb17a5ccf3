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
import cn.siyu.trade.OrderHeld;
import cn.siyu.trade.OrderHolds;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.CancelledBy;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.domain.Standing.Hold;
import cn.siyu.trade.store.HeldOrders.Paid;
import cn.siyu.trade.store.OrderStore;
import cn.siyu.trade.store.RefundStore;
import cn.siyu.trade.store.RefundStore.Cause;
import cn.siyu.trade.store.RefundStore.Refund;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives captured money its one place: an order that lives, or the way back (P3, REL-06). An expired order comes back to life
 * when its stock and its coupons can be had again; what its buyer has cancelled himself stays cancelled (B10, E7). Whoever holds orders of
 * its kind back is asked what becomes of a paid one.
 */
@Singleton
public class SettleCapture {

    /** Why money goes back, for the machine and for people. */
    private record Reason(Cause cause, String text) {}

    private final Stock stock;
    private final CountPurchases limits;
    private final CarryCoupons coupons;
    private final Payments payments;
    private final OrderStore orders;
    private final Holds holds;
    private final LetGo letGo;
    private final RefundStore refunds;
    private final Outbox outbox;
    private final TradeSettings settings;
    private final ShopClock clock;

    @Inject
    SettleCapture(
            Stock stock,
            CountPurchases limits,
            CarryCoupons coupons,
            Payments payments,
            OrderStore orders,
            Holds holds,
            LetGo letGo,
            RefundStore refunds,
            Outbox outbox,
            TradeSettings settings,
            ShopClock clock) {
        this.stock = stock;
        this.limits = limits;
        this.coupons = coupons;
        this.payments = payments;
        this.orders = orders;
        this.holds = holds;
        this.letGo = letGo;
        this.refunds = refunds;
        this.outbox = outbox;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What the order sits in is locked first, then pools, then the order; whoever changed it meanwhile makes this fail, and the
     * event is heard again.
     */
    public Uni<Void> settle(Tx tx, PaymentCaptured capture) {
        var id = new OrderId(capture.orderId());
        return found(tx, id)
                .chain(order -> order.standing()
                        .hold()
                        .map(hold -> holds.lock(tx, hold).chain(() -> found(tx, id)))
                        .orElseGet(() -> Uni.createFrom().item(order)))
                .chain(order -> settle(tx, order, capture, clock.instant()));
    }

    private Uni<Order> found(Tx tx, OrderId id) {
        return orders.find(tx, id)
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalStateException("captured for an unknown order " + id));
    }

    private Uni<Void> settle(Tx tx, Order order, PaymentCaptured capture, Instant now) {
        return switch (order.state()) {
            case OrderState.PendingPayment _
            when isOfAnotherPrice(order, capture) ->
                refund(tx, order, capture, Cause.LATE_PAYMENT, Cause.LATE_PAYMENT.name(), now);
            case OrderState.PendingPayment _ -> keep(tx, order, capture, now);
            case OrderState.Cancelled(var by)
            when by == CancelledBy.EXPIRED && !isOfAnotherPrice(order, capture) -> keep(tx, order, capture, now);
            case OrderState.Cancelled _ -> turnAway(tx, order, capture, Cause.LATE_PAYMENT, now);
            case OrderState _ ->
                order.payment().filter(capture.paymentId()::equals).isPresent()
                        ? Uni.createFrom().voidItem()
                        : refund(tx, order, capture, Cause.DOUBLE_PAYMENT, Cause.DOUBLE_PAYMENT.name(), now);
        };
    }

    /** A payment that was closed when staff changed the price, and that was paid all the same. */
    private static boolean isOfAnotherPrice(Order order, PaymentCaptured capture) {
        return order.money().total().fen() != capture.amountFen();
    }

    /** Stock that is still held stays held; what was let go is taken again. When it is gone the money goes back. */
    private Uni<Void> keep(Tx tx, Order order, PaymentCaptured capture, Instant now) {
        var heldUntil = now.plus(settings.settleGrace());
        return stock.retake(tx, order.id().value(), heldUntil, now)
                .chain(shortages ->
                        shortages.isEmpty() ? within(tx, order, capture, now) : late(tx, order, capture, now));
    }

    private Uni<Void> late(Tx tx, Order order, PaymentCaptured capture, Instant now) {
        return holds.ended(tx, order, now).chain(() -> turnAway(tx, order, capture, Cause.LATE_PAYMENT, now));
    }

    /** Whoever let an order expire and bought elsewhere what he may has no more room for the first. */
    private Uni<Void> within(Tx tx, Order order, PaymentCaptured capture, Instant now) {
        return limits.takeAgain(tx, order.id())
                .chain(fits -> fits
                        ? withCoupons(tx, order, capture, now)
                        : stock.release(tx, List.of(order.id().value()), "above a purchase limit by now", now)
                                .chain(() -> turnAway(tx, order, capture, Cause.LATE_PAYMENT, now)));
    }

    /** The price was that with its coupons: without them it is another purchase, and its money goes back. */
    private Uni<Void> withCoupons(Tx tx, Order order, PaymentCaptured capture, Instant now) {
        return coupons.retake(tx, order, now)
                .chain(there -> there
                        ? place(tx, order, capture, now)
                        : stock.release(tx, List.of(order.id().value()), "its coupon is gone", now)
                                .chain(() -> limits.giveBack(tx, order.id()))
                                .chain(() -> late(tx, order, capture, now)));
    }

    private Uni<Void> place(Tx tx, Order order, PaymentCaptured capture, Instant now) {
        return order.standing()
                .hold()
                .map(hold -> holds.of(hold.kind())
                        .paid(tx, Holds.held(order, hold), now)
                        .chain(verdict -> obey(tx, order, hold, verdict, capture, now)))
                .orElseGet(() -> goOn(tx, order, capture, List.of(), now));
    }

    private Uni<Void> obey(
            Tx tx, Order order, Hold hold, OrderHolds.Verdict verdict, PaymentCaptured capture, Instant now) {
        return switch (verdict) {
            case OrderHolds.Verdict.Wait _ -> {
                var held = order.held(capture.paymentId(), now);
                yield stock.confirm(tx, order.id().value(), now)
                        .chain(() -> coupons.use(tx, order, now))
                        .chain(() -> orders.save(tx, held, settings.waits(), now))
                        .chain(() -> outbox.append(tx, told(held, hold, now)));
            }
            case OrderHolds.Verdict.Release(var others) -> goOn(tx, order, capture, others, now);
            case OrderHolds.Verdict.GiveUp(var reason) ->
                stock.release(tx, List.of(order.id().value()), "given up: " + reason, now)
                        // Also what an expired order had taken again.
                        .chain(() -> limits.giveBack(tx, order.id()))
                        .chain(() -> coupons.letGo(tx, order, now))
                        .chain(() -> turnAway(tx, order, capture, noPlace(order), reason, now));
        };
    }

    private static Cause noPlace(Order order) {
        return order.kind() == OrderState.Kind.CANCELLED ? Cause.LATE_PAYMENT : Cause.NO_PLACE;
    }

    /** @param others paid orders that waited for this one and go on with it */
    private Uni<Void> goOn(Tx tx, Order order, PaymentCaptured capture, Collection<UUID> others, Instant now) {
        var paid = order.kind() == OrderState.Kind.PENDING_PAYMENT
                ? order.paid(capture.paymentId(), now)
                : order.revived(capture.paymentId(), now);
        return stock.confirm(tx, order.id().value(), now)
                .chain(() -> coupons.use(tx, order, now))
                .chain(() -> orders.save(tx, paid, settings.waits(), now))
                .chain(() -> letGo.release(tx, others, List.of(Paid.of(paid)), now));
    }

    private Uni<Void> turnAway(Tx tx, Order order, PaymentCaptured capture, Cause cause, Instant now) {
        return turnAway(tx, order, capture, cause, cause.name(), now);
    }

    /** The order is over, if it was not before, and its money goes back in full. */
    private Uni<Void> turnAway(Tx tx, Order order, PaymentCaptured capture, Cause cause, String reason, Instant now) {
        var over = order.kind() == OrderState.Kind.CANCELLED
                ? Uni.createFrom().voidItem()
                : limits.giveBack(tx, order.id())
                        .chain(() -> coupons.letGo(tx, order, now))
                        .chain(() -> orders.save(tx, order.cancelled(CancelledBy.EXPIRED, now), settings.waits(), now))
                        .replaceWithVoid();
        return over.chain(() -> refund(tx, order, capture, cause, reason, now));
    }

    private Uni<Void> refund(Tx tx, Order order, PaymentCaptured capture, Cause cause, String reason, Instant now) {
        return refunds.count(tx, order.id(), cause)
                .map(known -> number(order, cause, known))
                .chain(number -> promise(tx, order, capture, new Reason(cause, reason), number, now));
    }

    private Uni<Void> promise(Tx tx, Order order, PaymentCaptured capture, Reason why, String number, Instant now) {
        var amount = new Money(capture.amountFen());
        if (amount.isZero()) {
            return Uni.createFrom().voidItem();
        }
        var request =
                new RefundRequest(order.id().value(), Optional.of(capture.paymentId()), number, amount, why.text());
        return refunds.insert(
                        tx, new Refund(number, order.id(), why.cause(), amount, why.text(), now, Optional.empty()))
                .chain(() -> payments.refund(tx, request, now));
    }

    /** Fixed by the order and the cause: repeating it can never make a second refund of one payment. */
    private static String number(Order order, Cause cause, long known) {
        var suffix = switch (cause) {
            case LATE_PAYMENT -> "-LATE";
            case DOUBLE_PAYMENT -> "-DOUBLE";
            case NO_PLACE, AFTER_SALE, STAFF, HOLD_FAILED, REBATE -> "-NOPLACE";
        };
        return "R" + order.number() + suffix + (known == 0 ? "" : Long.toString(known + 1));
    }

    private static OrderHeld told(Order order, Hold hold, Instant now) {
        return new OrderHeld(
                Ids.next(),
                now,
                order.id().value(),
                order.number(),
                order.member().value(),
                hold.kind(),
                hold.id(),
                order.money().total().fen());
    }
}
