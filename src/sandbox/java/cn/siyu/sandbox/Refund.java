package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One refund at WeChat: accepted at once, settled then or later.
 *
 * @param sentTo where an abnormal one was sent instead, readable
 */
record Refund(
        String outRefundNo,
        String refundId,
        String outTradeNo,
        JsonNode request,
        Instant createdAt,
        Status status,
        @Nullable Instant settlesAt,
        Status settlesAs,
        @Nullable Instant settledAt,
        @Nullable JsonNode sentTo) {

    /** As WeChat writes it. */
    enum Status {
        PROCESSING,
        SUCCESS,
        ABNORMAL,
        CLOSED
    }

    static Refund accepted(String outTradeNo, JsonNode request, Instant now, Instant settlesAt, Status settlesAs) {
        var number = request.path("out_refund_no").asText();
        return new Refund(
                number,
                Numbers.refundId(now),
                outTradeNo,
                request,
                now,
                Status.PROCESSING,
                settlesAt,
                settlesAs,
                null,
                null);
    }

    Refund settled(Status end, Instant now) {
        return new Refund(outRefundNo, refundId, outTradeNo, request, createdAt, end, null, end, now, sentTo);
    }

    /** An abnormal one on its way again. */
    Refund sentTo(JsonNode account) {
        return new Refund(
                outRefundNo,
                refundId,
                outTradeNo,
                request,
                createdAt,
                Status.PROCESSING,
                null,
                settlesAs,
                null,
                account);
    }

    Refund planned(Instant at, Status end) {
        return new Refund(outRefundNo, refundId, outTradeNo, request, createdAt, status, at, end, null, sentTo);
    }

    long fen() {
        return request.at("/amount/refund").asLong();
    }

    String notifyUrl() {
        return request.path("notify_url").asText("");
    }
}
