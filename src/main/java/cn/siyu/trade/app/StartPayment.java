package cn.siyu.trade.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.member.MemberId;
import cn.siyu.member.Members;
import cn.siyu.payment.Payments;
import cn.siyu.payment.Payments.Due;
import cn.siyu.payment.Payments.Prepared;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.domain.TradeProblem;
import cn.siyu.trade.store.OrderStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Lets a member pay his order: by WeChat, or at once when there is nothing to pay (2.5). */
@Singleton
public class StartPayment {

    /** WeChat wants the end of a payment to be at least this far ahead. */
    private static final Duration LAST_MOMENT = Duration.ofMinutes(1);

    private final OrderStore orders;
    private final Members members;
    private final Payments payments;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    StartPayment(OrderStore orders, Members members, Payments payments, Transactions transactions, ShopClock clock) {
        this.orders = orders;
        this.members = members;
        this.payments = payments;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The prepared payment; empty when there was nothing to pay. */
    public Uni<Optional<Prepared>> start(MemberId member, OrderId id) {
        return orders.findOf(transactions.reads(), member, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(order -> members.openid(member).map(openid -> due(order, openid)))
                .chain(this::pay);
    }

    private Due due(Order order, String openid) {
        return switch (order.state()) {
            case OrderState.PendingPayment(var payBy) -> due(order, openid, payBy);
            case OrderState other -> throw OrderState.changed(other.kind());
        };
    }

    private Due due(Order order, String openid, Instant payBy) {
        if (clock.instant().plus(LAST_MOMENT).isAfter(payBy)) {
            throw new Refused(TradeProblem.PAY_WINDOW_OVER);
        }
        return new Due(
                order.id().value(),
                order.number(),
                order.member().value(),
                openid,
                order.money().total(),
                "订单 " + order.number(),
                payBy);
    }

    private Uni<Optional<Prepared>> pay(Due due) {
        return due.amount().isZero()
                ? transactions
                        .in(tx -> payments.settleZero(tx, due, clock.instant()))
                        .replaceWith(Optional.empty())
                : payments.start(due).chain(prepared -> stillDue(due, prepared)).map(Optional::of);
    }

    /** Staff may have changed the price while WeChat prepared the old one: that payment is closed and given to nobody. */
    private Uni<Prepared> stillDue(Due due, Prepared prepared) {
        return orders.find(transactions.reads(), new OrderId(due.order()))
                .chain(order -> order.money().total().equals(due.amount())
                        ? Uni.createFrom().item(prepared)
                        : payments.close(due.order())
                                .chain(() -> Uni.createFrom().failure(() -> OrderState.changed(order.kind()))));
    }
}
