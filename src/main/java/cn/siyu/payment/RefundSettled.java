package cn.siyu.payment;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** A refund has ended at WeChat as SUCCESS; {@code refundNo} is the number that the asker gave. */
public record RefundSettled(
        UUID eventId, Instant occurredAt, UUID orderId, String refundNo, long amountFen, Instant refundedAt)
        implements DomainEvent {

    @Override
    public String key() {
        return orderId.toString();
    }
}
