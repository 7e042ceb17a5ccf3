package cn.siyu.trade;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** The goods are with the buyer, by his word or by the passing of time: the return window begins the day after. */
public record OrderReceived(UUID eventId, Instant occurredAt, UUID orderId, String orderNo, UUID memberId)
        implements DomainEvent {

    @Override
    public String key() {
        return orderId.toString();
    }
}
