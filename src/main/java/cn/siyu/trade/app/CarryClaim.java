package cn.siyu.trade.app;

import cn.siyu.inventory.Stock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.app.PromiseRefund.Back;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.domain.AfterSale.State;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.store.AfterSaleStore;
import cn.siyu.trade.store.AfterSaleStore.Remark;
import cn.siyu.trade.store.RefundStore.Cause;
import cn.siyu.trade.store.ShippingReportStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/**
 * Carries out what was decided about a claim, in the house order: stock, order, after-sale, refund. A claim that is worth
 * nothing is done at once, because there is nothing to wait for.
 */
@Singleton
class CarryClaim {

    private final Stock stock;
    private final MoveClaimedGoods goods;
    private final AfterSaleStore afterSales;
    private final ShippingReportStore reports;
    private final PromiseRefund refunds;
    private final SettleRefund settle;
    private final TradeSettings settings;

    @Inject
    CarryClaim(
            Stock stock,
            MoveClaimedGoods goods,
            AfterSaleStore afterSales,
            ShippingReportStore reports,
            PromiseRefund refunds,
            SettleRefund settle,
            TradeSettings settings) {
        this.stock = stock;
        this.goods = goods;
        this.afterSales = afterSales;
        this.reports = reports;
        this.refunds = refunds;
        this.settle = settle;
        this.settings = settings;
    }

    /** A new claim; what had not left gives its stock back at once. */
    Uni<AfterSale> open(Tx tx, Order before, AfterSale.Opened opened, Instant now) {
        var claim = ended(opened.afterSale());
        var order = settled(opened.afterSale(), opened.order(), now);
        return (claim.unshipped()
                        ? withdraw(tx, order, claim, now)
                        : Uni.createFrom().voidItem())
                .chain(() -> settle.applied(tx, before, order, now))
                .chain(() -> nothingMoreLeaves(before, order)
                        ? reports.want(tx, order.id(), now)
                        : Uni.createFrom().item(0))
                .chain(() -> afterSales.insert(tx, claim, due(claim, now), now))
                .chain(() -> promise(tx, order, claim, now))
                .replaceWith(claim);
    }

    /**
     * What was decided about a claim.
     *
     * @param seen somebody has looked at the goods that came back
     */
    record Step(AfterSale before, AfterSale next, Remark remark, boolean seen) {}

    /** The next step of a claim; units of a claim that came to nothing, and of an exchange that is done, are free again. */
    Uni<AfterSale> step(Tx tx, Order order, Step step, Instant now) {
        var next = step.next();
        var claim = ended(next);
        return goods.move(tx, order, step.before(), next, step.seen(), now)
                .chain(() -> stepOfOrder(tx, order, next, now))
                .chain(changed -> afterSales
                        .save(tx, claim, step.remark(), due(claim, now), now)
                        .chain(() -> promise(tx, changed, claim, now)))
                .replaceWith(claim);
    }

    private Uni<Order> stepOfOrder(Tx tx, Order order, AfterSale next, Instant now) {
        if (next.state().live() && ended(next).state().live()) {
            return Uni.createFrom().item(order);
        }
        var changed = next.state() == State.REFUNDING ? settled(next, order, now) : order.unclaimed(next);
        return settle.applied(tx, order, changed, now).replaceWith(changed);
    }

    /** With the rest called off, what has left is all that leaves: WeChat waits for that word. */
    private static boolean nothingMoreLeaves(Order before, Order order) {
        return before.kind() == OrderState.Kind.PARTLY_SHIPPED && order.kind() == OrderState.Kind.SHIPPED;
    }

    private static AfterSale ended(AfterSale claim) {
        return worthless(claim) ? claim.done() : claim;
    }

    private static Order settled(AfterSale claim, Order order, Instant now) {
        return worthless(claim) ? order.settled(claim.amount(), claim.units(), now) : order;
    }

    private static boolean worthless(AfterSale claim) {
        return claim.state() == State.REFUNDING && claim.amount().isZero();
    }

    private Uni<Void> withdraw(Tx tx, Order order, AfterSale claim, Instant now) {
        return stock.withdraw(
                tx,
                order.id().value(),
                ShipOrder.bySku(order, claim.units()),
                claim.id().value().toString(),
                "refunded before shipping",
                now);
    }

    private Uni<Void> promise(Tx tx, Order order, AfterSale claim, Instant now) {
        return claim.state() == State.REFUNDING
                ? refunds.promise(
                        tx,
                        order,
                        new Back(
                                claim.refundNo(),
                                Cause.AFTER_SALE,
                                claim.goods(),
                                claim.freight(),
                                claim.reason(),
                                claim.lines()),
                        now)
                : Uni.createFrom().voidItem();
    }

    private Optional<Instant> due(AfterSale claim, Instant now) {
        return switch (claim.state()) {
            case APPLIED -> Optional.of(now.plus(settings.claimAnswer()));
            case SELLER_AGREED -> Optional.of(now.plus(settings.claimReturn()));
            case BUYER_SENT -> Optional.of(now.plus(settings.claimReceive()));
            case SELLER_RECEIVED -> Optional.of(now.plus(settings.claimReplace()));
            case REFUNDING, DONE, BUYER_CANCELLED, SELLER_REJECTED, RECEIPT_REFUSED -> Optional.empty();
        };
    }
}
