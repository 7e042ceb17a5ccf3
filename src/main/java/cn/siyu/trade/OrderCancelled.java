package cn.siyu.trade;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** An unpaid order has ended and its stock is free again. {@code by} is {@code MEMBER} or {@code EXPIRED}. */
public record OrderCancelled(UUID eventId, Instant occurredAt, UUID orderId, String orderNo, UUID memberId, String by)
        implements DomainEvent {

    @Override
    public String key() {
        return orderId.toString();
    }
}
