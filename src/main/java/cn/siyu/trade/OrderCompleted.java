package cn.siyu.trade;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** An order is completed: what was not refunded is now sales. */
public record OrderCompleted(
        UUID eventId, Instant occurredAt, UUID orderId, String orderNo, UUID memberId, long salesFen, long freightFen)
        implements DomainEvent {

    @Override
    public String key() {
        return orderId.toString();
    }
}
