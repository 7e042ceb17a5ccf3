package cn.siyu.trade;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** An order was placed and its stock is held until {@code payBy}. */
public record OrderPlaced(
        UUID eventId, Instant occurredAt, UUID orderId, String orderNo, UUID memberId, long totalFen, Instant payBy)
        implements DomainEvent {

    @Override
    public String key() {
        return orderId.toString();
    }
}
