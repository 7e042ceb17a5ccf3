package cn.siyu.payment;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.wechat.WeChatPay;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Payments of orders. What touches WeChat is never inside a transaction: intent is stored first, the outcome afterwards
 * (architecture, section 8).
 */
public interface Payments {

    /** What is to be paid for an order. A repeated start with equal values continues the same attempt (E2, REL-07). */
    record Due(
            UUID order,
            String orderNo,
            UUID member,
            String openid,
            Money amount,
            String description,
            Instant expiresAt) {}

    /** A prepared attempt: what the client hands to {@code wx.requestPayment}. */
    record Prepared(UUID payment, WeChatPay.Invocation invocation, Instant expiresAt) {}

    /** How closing went. */
    enum Closing {
        /** Nothing can be paid any more. */
        CLOSED,
        /** It was paid meanwhile: {@link PaymentCaptured} is told. */
        PAID,
        /** WeChat did not answer: try again later, keep what is held. */
        UNKNOWN
    }

    /** Why money goes back. {@code payment} names one capture of an order that was paid twice; empty means its first. */
    record RefundRequest(UUID order, Optional<UUID> payment, String refundNo, Money amount, String reason) {}

    /** Stores the attempt, calls WeChat outside of any transaction, answers the invocation. Not to be called inside one. */
    Uni<Prepared> start(Due due);

    /** A zero-amount order is paid by a ZERO payment, through the same event (2.5). */
    Uni<Void> settleZero(Tx tx, Due due, Instant now);

    /**
     * How these orders stand without asking WeChat: {@code CLOSED}, nothing of it can be paid, or {@code PAID}. One that is
     * missing in the answer has an open attempt and must be {@link #close closed}. Not to be called inside a transaction.
     */
    Uni<Map<UUID, Closing>> known(Collection<UUID> orders);

    /** Closes every open attempt of an order: query, close, query (B9, E6). Not to be called inside a transaction. */
    Uni<Closing> close(UUID order);

    /**
     * Promises a refund in the caller's transaction; a worker carries it out with this very number until WeChat has
     * ended it. A known number changes nothing. Refused when refunds would exceed what was captured.
     */
    Uni<Void> refund(Tx tx, RefundRequest request, Instant now);

    /**
     * Whether nothing of an order is being paid, or was: as long as this transaction lasts, no payment of it begins either.
     */
    Uni<Boolean> isQuiet(Tx tx, UUID order);

    /** WeChat's own number of a captured payment; empty for one that cost nothing. */
    Uni<Optional<String>> transactionId(Sql sql, UUID payment);
}
