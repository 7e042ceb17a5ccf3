package cn.siyu.trade.app;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.Payments;
import cn.siyu.payment.Payments.RefundRequest;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.domain.RefundPart;
import cn.siyu.trade.store.RefundStore;
import cn.siyu.trade.store.RefundStore.Cause;
import cn.siyu.trade.store.RefundStore.Refund;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Promises a refund of the payment that an order lives on; payment carries it out. Called after the order was saved. */
@Singleton
class PromiseRefund {

    private final Payments payments;
    private final RefundStore refunds;
    private final Earnings earnings;

    @Inject
    PromiseRefund(Payments payments, RefundStore refunds, Earnings earnings) {
        this.payments = payments;
        this.refunds = refunds;
        this.earnings = earnings;
    }

    /** One refund: its fixed number, what it is for, how much of it is goods and freight, and for which units. */
    record Back(String number, Cause cause, Money goods, Money freight, String reason, List<AfterSale.Line> claimed) {
        Money amount() {
            return goods.plus(freight);
        }
    }

    Uni<Void> promise(Tx tx, Order order, Back promised, Instant now) {
        var refund = new Refund(
                promised.number(),
                order.id(),
                promised.cause(),
                promised.amount(),
                promised.reason(),
                now,
                Optional.empty());
        var request = new RefundRequest(
                order.id().value(), order.payment(), promised.number(), promised.amount(), promised.reason());
        return refunds.byLine(tx, order.id())
                .map(back -> RefundPart.divide(order.lines(), back, promised.goods(), promised.claimed()))
                .chain(parts -> refunds.insert(tx, refund, parts))
                .chain(() -> payments.refund(tx, request, now))
                .chain(() -> order.kind() == OrderState.Kind.COMPLETED
                        ? earnings.giveBack(tx, promised.number(), promised.goods(), promised.freight(), now)
                        : Uni.createFrom().voidItem());
    }
}
