package cn.siyu.trade;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** An order is paid: its stock is its own and it waits to be shipped. Told once per order that stays alive. */
public record OrderPaid(
        UUID eventId, Instant occurredAt, UUID orderId, String orderNo, UUID memberId, UUID paymentId, long totalFen)
        implements DomainEvent {

    @Override
    public String key() {
        return orderId.toString();
    }
}
