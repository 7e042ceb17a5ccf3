package cn.siyu.trade.app;

import cn.siyu.inventory.Stock;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.Payments;
import cn.siyu.payment.Payments.RefundRequest;
import cn.siyu.promotion.Coupons;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.OrderRefunded;
import cn.siyu.trade.store.HeldOrders;
import cn.siyu.trade.store.HeldOrders.Paid;
import cn.siyu.trade.store.RefundStore;
import cn.siyu.trade.store.RefundStore.Cause;
import cn.siyu.trade.store.RefundStore.Refund;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Ends the waiting of paid orders, one way or the other: they go on, or each gets its own money back under a number that the
 * order fixes, so that no repetition can pay twice (B12, B13). Called by whoever holds them, under its lock.
 */
@Singleton
class LetGo {

    private final Stock stock;
    private final HeldOrders orders;
    private final RefundStore refunds;
    private final Payments payments;
    private final MakeFirm makeFirm;
    private final Coupons coupons;
    private final Outbox outbox;

    @Inject
    LetGo(
            Stock stock,
            HeldOrders orders,
            RefundStore refunds,
            Payments payments,
            MakeFirm makeFirm,
            Coupons coupons,
            Outbox outbox) {
        this.stock = stock;
        this.orders = orders;
        this.refunds = refunds;
        this.payments = payments;
        this.makeFirm = makeFirm;
        this.coupons = coupons;
        this.outbox = outbox;
    }

    /**
     * All become firm in one step, so that their buyers are locked in one order.
     *
     * @param arrived paid orders that never had to wait, already saved
     */
    Uni<Void> release(Tx tx, Collection<UUID> waiting, List<Paid> arrived, Instant now) {
        var released = waiting.isEmpty() ? Uni.createFrom().item(List.<Paid>of()) : orders.release(tx, waiting);
        return released.chain(freed -> makeFirm.firm(
                tx, Stream.concat(freed.stream(), arrived.stream()).toList(), now));
    }

    /** Stock before orders, as everywhere: their state cannot change in between, the caller holds what they sit in. */
    Uni<Void> giveUp(Tx tx, Collection<UUID> waiting, String reason, Instant now) {
        return waiting.isEmpty()
                ? Uni.createFrom().voidItem()
                : orders.waiting(tx, waiting)
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : stock.release(tx, found, "given up: " + reason, now)
                                        .chain(() -> orders.giveUp(tx, found, now))
                                        .chain(given -> payBack(tx, given, reason, now)));
    }

    private Uni<Void> payBack(Tx tx, List<Paid> given, String reason, Instant now) {
        var owed = given.stream().filter(each -> each.total().isPositive()).toList();
        var nothing = given.stream().filter(each -> each.total().isZero()).toList();
        return refunds.insertWhole(
                        tx, owed.stream().map(each -> refund(each, reason, now)).toList())
                .chain(() -> Multi.createFrom()
                        .iterable(owed)
                        .onItem()
                        .transformToUniAndConcatenate(each -> payments.refund(tx, request(each, reason), now))
                        .collect()
                        .last())
                .chain(() -> returnCoupons(tx, nothing, now))
                .chain(() -> outbox.append(
                        tx, nothing.stream().map(each -> closed(each, now)).toList()));
    }

    /** With money they come back when it has arrived; here there is nothing to wait for. */
    private Uni<Void> returnCoupons(Tx tx, List<Paid> closed, Instant now) {
        return Multi.createFrom()
                .iterable(closed)
                .onItem()
                .transformToUniAndConcatenate(each -> coupons.giveBack(tx, each.id(), now))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static String number(Paid order) {
        return "R" + order.number() + "-GROUP";
    }

    private static Refund refund(Paid order, String reason, Instant now) {
        return new Refund(
                number(order),
                new OrderId(order.id()),
                Cause.HOLD_FAILED,
                order.total(),
                reason,
                now,
                Optional.empty());
    }

    private static RefundRequest request(Paid order, String reason) {
        return new RefundRequest(order.id(), Optional.of(order.payment()), number(order), order.total(), reason);
    }

    /** Nothing was paid, so nothing has to arrive first. */
    private static OrderRefunded closed(Paid order, Instant now) {
        return new OrderRefunded(
                Ids.next(),
                now,
                order.id(),
                order.number(),
                order.buyer().member(),
                number(order),
                0,
                Cause.HOLD_FAILED.name(),
                true,
                false,
                List.of());
    }
}
