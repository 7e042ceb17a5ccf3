package cn.siyu.sandbox;

import java.time.Instant;

/**
 * One line of a daily bill before it is written.
 *
 * @param number the merchant's number: of the order, the refund or the transfer
 * @param outTradeNo the order that a refund is of; the number itself for a payment
 * @param weChatNo WeChat's number of the order or transfer
 * @param refundId WeChat's number of the refund, empty for anything else
 * @param state SUCCESS for what is paid; SUCCESS, PROCESSING or FAIL for a refund
 */
record BillLine(
        What what,
        Instant at,
        String number,
        String outTradeNo,
        String weChatNo,
        String refundId,
        long fen,
        String state,
        String openid,
        String goods) {

    /** What a line is about. */
    enum What {
        PAYMENT,
        REFUND,
        TRANSFER
    }

    BillLine of(long otherFen) {
        return new BillLine(what, at, number, outTradeNo, weChatNo, refundId, otherFen, state, openid, goods);
    }

    BillLine in(String otherState) {
        return new BillLine(what, at, number, outTradeNo, weChatNo, refundId, fen, otherState, openid, goods);
    }

    /** The same once more, as if WeChat had carried it out twice. */
    BillLine again() {
        return new BillLine(
                what,
                at.plusSeconds(1),
                number,
                outTradeNo,
                what == What.REFUND ? weChatNo : Numbers.transactionId(at),
                what == What.REFUND ? Numbers.refundId(at) : "",
                fen,
                state,
                openid,
                goods);
    }
}
