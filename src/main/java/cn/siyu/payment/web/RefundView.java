package cn.siyu.payment.web;

import cn.siyu.payment.domain.Refund;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A refund as staff see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RefundView(
        UUID id,
        UUID paymentId,
        UUID orderId,
        String refundNo,
        String outRefundNo,
        String outTradeNo,
        Refund.State state,
        long amountFen,
        String reason,
        @Nullable String lastCode,
        int tries,
        Instant askedAt,
        @Nullable Instant refundedAt) {

    static RefundView of(Refund refund) {
        return new RefundView(
                refund.id(),
                refund.payment(),
                refund.order(),
                refund.refundNo(),
                refund.outRefundNo(),
                refund.outTradeNo(),
                refund.state(),
                refund.amount().fen(),
                refund.reason(),
                refund.lastCode().orElse(null),
                refund.tries(),
                refund.askedAt(),
                refund.refundedAt().orElse(null));
    }
}
