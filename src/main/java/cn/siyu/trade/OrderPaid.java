package cn.siyu.trade;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/**
 * An order is firm: paid, its stock its own, nothing holds it back, it waits to be shipped. An order in a buy group is told
 * of when the group has succeeded, not before. Told once per order.
 *
 * @param first it is the buyer's first
 */
public record OrderPaid(
        UUID eventId,
        Instant occurredAt,
        UUID orderId,
        String orderNo,
        UUID memberId,
        UUID paymentId,
        long totalFen,
        boolean first)
        implements DomainEvent {

    @Override
    public String key() {
        return orderId.toString();
    }
}
