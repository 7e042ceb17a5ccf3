package cn.siyu.wechat;

import cn.siyu.kernel.money.Money;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/**
 * WeChat Pay v3 as the shop uses it (JSAPI). Bodies are made first and sent later, so that the caller can store the very
 * bytes and repeat them: WeChat refuses a known number with other parameters (REL-07). Every answer is verified. Failures
 * are {@link WeChatRefused} (WeChat said no; no effect) or {@link WeChatUnknown} (time-out, 5xx, 429, unverifiable answer:
 * the effect is not known, ask again or repeat the same bytes).
 */
public interface WeChatPay {

    /** What is asked of a buyer. {@code expiresAt} must be at least one minute ahead. */
    record PrepayOrder(String outTradeNo, String description, Money amount, String openid, Instant expiresAt) {}

    /** What goes back to a buyer, of one payment. */
    record RefundOrder(String outTradeNo, String outRefundNo, String reason, Money refund, Money total) {}

    /** A debit card of a buyer's; {@code bank} is WeChat's name of one of the banks that it takes, such as {@code CMB_DEBIT}. */
    record BankCard(String bank, String account, String realName) {}

    /** The five values of {@code wx.requestPayment}, as strings, ready signed. */
    record Invocation(String timeStamp, String nonceStr, String packageValue, String signType, String paySign) {}

    /** How a payment stands at WeChat. */
    enum TradeState {
        SUCCESS,
        REFUND,
        NOTPAY,
        CLOSED,
        PAYERROR,
        /** WeChat does not know the number: the prepay call never arrived. */
        UNKNOWN_NUMBER
    }

    /** A payment as WeChat tells it, by answer or notification; the gateway has checked appid, mchid and currency. */
    record Transaction(
            String outTradeNo,
            TradeState state,
            Optional<String> transactionId,
            Optional<Money> total,
            Optional<Instant> successTime) {}

    /** How a refund stands at WeChat. */
    enum RefundState {
        PROCESSING,
        SUCCESS,
        CLOSED,
        ABNORMAL,
        UNKNOWN_NUMBER
    }

    /** A refund as WeChat tells it. */
    record Refund(
            String outTradeNo,
            String outRefundNo,
            Optional<String> refundId,
            RefundState state,
            Optional<Money> amount,
            Optional<Instant> successTime) {}

    String prepayBody(PrepayOrder order);

    /** Sends a stored body; answers the prepay id. */
    Uni<String> prepay(String body);

    Invocation invocation(String prepayId);

    Uni<Transaction> query(String outTradeNo);

    /** Ends with an item when WeChat has closed the number; refused with code ORDERPAID when it is paid. */
    Uni<Void> close(String outTradeNo);

    String refundBody(RefundOrder order);

    Uni<Refund> refund(String body);

    /**
     * Where the money of an ABNORMAL refund goes instead: to a card of the buyer's, or without one back to the merchant's bank
     * account. What is personal in it is encrypted for WeChat; nobody here can read it again.
     */
    String abnormalBody(String outRefundNo, Optional<BankCard> card);

    /** Sends a stored body; the refund keeps its number, so a repetition pays nothing twice. */
    Uni<Refund> applyAbnormal(String refundId, String body);

    Uni<Refund> queryRefund(String outTradeNo, String outRefundNo);

    /**
     * Verifies and opens a notification: headers, age (5 minutes), serial, signature, cipher, appid and mchid. Pure
     * computation on the raw bytes.
     *
     * @throws NotGenuine when anything about it is wrong; the answer to WeChat is then a 4xx without detail
     */
    Notification open(NotificationHeaders headers, byte[] rawBody);

    /** The {@code Wechatpay-*} headers of a notification; an absent one is empty. */
    record NotificationHeaders(String timestamp, String nonce, String signature, String serial) {}

    /** A genuine notification: {@code id} is WeChat's, unique per event, the same in repetitions. */
    sealed interface Notification {

        String id();

        String eventType();

        /** {@code TRANSACTION.SUCCESS}. */
        record Paid(String id, String eventType, Transaction transaction) implements Notification {}

        /** {@code REFUND.SUCCESS}, {@code REFUND.ABNORMAL}, {@code REFUND.CLOSED}. */
        record Refunded(String id, String eventType, Refund refund) implements Notification {}

        /** {@code MCHTRANSFER.BILL.FINISHED}: SUCCESS, FAIL or CANCELLED. */
        record Transferred(String id, String eventType, MerchantTransfers.Transfer transfer) implements Notification {}
    }
}
