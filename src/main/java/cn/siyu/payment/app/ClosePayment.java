package cn.siyu.payment.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.payment.Payments.Closing;
import cn.siyu.payment.domain.Attempt;
import cn.siyu.payment.store.AttemptStore;
import cn.siyu.payment.store.AttemptStore.Standing;
import cn.siyu.wechat.WeChatPay;
import cn.siyu.wechat.WeChatPay.TradeState;
import cn.siyu.wechat.WeChatPay.Transaction;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Sees to it that nothing can be paid any more: query, close, and when in doubt query again (B9, E6). */
@Singleton
class ClosePayment {

    private final WeChatPay weChat;
    private final Transactions transactions;
    private final AttemptStore attempts;
    private final SettlePayment settle;
    private final ShopClock clock;

    @Inject
    ClosePayment(
            WeChatPay weChat, Transactions transactions, AttemptStore attempts, SettlePayment settle, ShopClock clock) {
        this.weChat = weChat;
        this.transactions = transactions;
        this.attempts = attempts;
        this.settle = settle;
        this.clock = clock;
    }

    /** Whatever is open of an order; a captured attempt among the others means that it is paid. */
    Uni<Closing> closeOrder(UUID order) {
        return attempts.ofOrder(transactions.reads(), order).chain(all -> {
            if (all.stream().anyMatch(Attempt::isCaptured)) {
                return Uni.createFrom().item(Closing.PAID);
            }
            return all.stream()
                    .filter(Attempt::isOpen)
                    .findFirst()
                    .map(this::close)
                    .orElseGet(() -> Uni.createFrom().item(Closing.CLOSED));
        });
    }

    /** The same as far as nothing is open; what is open is missing. */
    Uni<Map<UUID, Closing>> known(Collection<UUID> orders) {
        return orders.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : attempts.standing(transactions.reads(), orders).map(begun -> known(orders, begun));
    }

    private static Map<UUID, Closing> known(Collection<UUID> orders, List<Standing> begun) {
        var known = new HashMap<UUID, Closing>();
        orders.forEach(order -> known.put(order, Closing.CLOSED));
        for (var each : begun) {
            if (each.captured()) {
                known.put(each.order(), Closing.PAID);
            } else if (each.open()) {
                known.remove(each.order());
            }
        }
        return known;
    }

    Uni<Closing> close(Attempt attempt) {
        return weChat.query(attempt.outTradeNo())
                .chain(told -> transactions
                        .in(tx -> settle.hear(tx, told, clock.instant()))
                        .chain(after -> after.isOpen() ? closeOpen(after, told) : standing(after)))
                .onFailure(ClosePayment::isAnswer)
                .recoverWithItem(Closing.UNKNOWN);
    }

    /** Closes a number at WeChat that is closed here already. */
    Uni<Closing> atWeChat(Attempt attempt) {
        return weChat.close(attempt.outTradeNo())
                .replaceWith(Closing.CLOSED)
                .onFailure(ClosePayment::isAnswer)
                .recoverWithUni(() -> afterDoubt(attempt))
                .onFailure(ClosePayment::isAnswer)
                .recoverWithItem(Closing.UNKNOWN);
    }

    private Uni<Closing> closeOpen(Attempt attempt, Transaction told) {
        return told.state() == TradeState.UNKNOWN_NUMBER
                ? written(attempt)
                : weChat.close(attempt.outTradeNo())
                        .chain(() -> written(attempt))
                        .onFailure(ClosePayment::isAnswer)
                        .recoverWithUni(() -> afterDoubt(attempt));
    }

    /** The close may have crossed a payment: only the query knows. */
    private Uni<Closing> afterDoubt(Attempt attempt) {
        return weChat.query(attempt.outTradeNo())
                .chain(told -> transactions.in(tx -> settle.hear(tx, told, clock.instant())))
                .chain(ClosePayment::standing);
    }

    private Uni<Closing> written(Attempt attempt) {
        return transactions
                .in(tx -> settle.closed(tx, attempt.outTradeNo(), clock.instant()))
                .chain(ClosePayment::standing);
    }

    private static Uni<Closing> standing(Attempt attempt) {
        return Uni.createFrom()
                .item(attempt.isOpen() ? Closing.UNKNOWN : attempt.isCaptured() ? Closing.PAID : Closing.CLOSED);
    }

    /** WeChat's own word, or its silence; a failure of ours is neither. */
    private static boolean isAnswer(Throwable failure) {
        return failure instanceof WeChatUnknown || failure instanceof WeChatRefused;
    }
}
