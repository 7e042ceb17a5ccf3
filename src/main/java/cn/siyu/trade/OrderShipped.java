package cn.siyu.trade;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** A parcel has left; {@code complete} when nothing of the order is left to ship. */
public record OrderShipped(
        UUID eventId,
        Instant occurredAt,
        UUID orderId,
        String orderNo,
        UUID memberId,
        UUID shipmentId,
        String carrier,
        String trackingNo,
        boolean complete)
        implements DomainEvent {

    @Override
    public String key() {
        return orderId.toString();
    }
}
