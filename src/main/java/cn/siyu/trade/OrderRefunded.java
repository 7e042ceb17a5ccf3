package cn.siyu.trade;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** A refund of an order has arrived at the buyer; {@code closed} when nothing of the order is left. */
public record OrderRefunded(
        UUID eventId,
        Instant occurredAt,
        UUID orderId,
        String orderNo,
        UUID memberId,
        String refundNo,
        long amountFen,
        String cause,
        boolean closed)
        implements DomainEvent {

    @Override
    public String key() {
        return orderId.toString();
    }
}
