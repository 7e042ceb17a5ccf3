package cn.siyu.trade;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** An order is paid and waits with others in what {@code holdId} names; {@link OrderPaid} or {@link OrderRefunded} will follow. */
public record OrderHeld(
        UUID eventId,
        Instant occurredAt,
        UUID orderId,
        String orderNo,
        UUID memberId,
        String holdKind,
        UUID holdId,
        long totalFen)
        implements DomainEvent {

    @Override
    public String key() {
        return orderId.toString();
    }
}
