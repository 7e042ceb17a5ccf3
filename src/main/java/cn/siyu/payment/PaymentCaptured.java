package cn.siyu.payment;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** A payment of an order was captured: by verified notification, by query, or as zero amount. Told once per payment. */
public record PaymentCaptured(
        UUID eventId, Instant occurredAt, UUID paymentId, UUID orderId, UUID memberId, long amountFen, Instant paidAt)
        implements DomainEvent {

    @Override
    public String key() {
        return orderId.toString();
    }
}
