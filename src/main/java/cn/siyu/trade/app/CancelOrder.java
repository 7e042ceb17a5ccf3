package cn.siyu.trade.app;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.member.MemberId;
import cn.siyu.payment.Payments.Closing;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.domain.CancelledBy;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.store.OrderStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/** A member calls his order off: unpaid it ends, paid but unshipped it is refunded in full; while others wait with him it stays. */
@Singleton
public class CancelOrder {

    private final OrderStore orders;
    private final EndUnpaid endUnpaid;
    private final ClaimAfterSale claims;
    private final Transactions transactions;

    @Inject
    CancelOrder(OrderStore orders, EndUnpaid endUnpaid, ClaimAfterSale claims, Transactions transactions) {
        this.orders = orders;
        this.endUnpaid = endUnpaid;
        this.claims = claims;
        this.transactions = transactions;
    }

    public Uni<Void> cancel(MemberId member, OrderId id) {
        return orders.findOf(transactions.reads(), member, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(this::cancel);
    }

    private Uni<Void> cancel(Order order) {
        return switch (order.state()) {
            case OrderState.PendingPayment _ ->
                endUnpaid
                        .end(order.id(), CancelledBy.MEMBER)
                        .invoke(closing -> check(order, closing))
                        .replaceWithVoid();
            case OrderState.ToShip _ -> refund(order);
            // The wish is fulfilled already: a repetition is no error.
            case OrderState.Cancelled _ -> Uni.createFrom().voidItem();
            case OrderState other -> Uni.createFrom().failure(() -> OrderState.changed(other.kind()));
        };
    }

    private Uni<Void> refund(Order order) {
        var everything = new AfterSale.Claim(AfterSale.Type.REFUND_ONLY, "cancelled by the buyer", Map.of());
        return order.rest().isEmpty()
                ? Uni.createFrom().voidItem()
                : transactions
                        .in(tx -> claims.open(tx, order.member(), order.id(), everything))
                        .replaceWithVoid();
    }

    private static OrderState.Kind paid(Order order) {
        return order.standing().hold().isPresent() ? OrderState.Kind.GROUPING : OrderState.Kind.TO_SHIP;
    }

    private static void check(Order order, Closing closing) {
        switch (closing) {
            case CLOSED -> {}
            case PAID ->
                throw Refused.with(
                        CommonProblem.STATE_CHANGED,
                        "The order was paid in this moment",
                        Map.of("state", paid(order).name()));
            case UNKNOWN -> throw new Refused(CommonProblem.TEMPORARILY_UNAVAILABLE);
        }
    }
}
