package cn.siyu.promotion;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** A member has a coupon more. {@code source} says how he came by it: CLAIM, GRANT, REGISTER, PAID, QUOTA, DROP, LEADER or SERVED. */
public record CouponReceived(
        UUID eventId,
        Instant occurredAt,
        UUID couponId,
        UUID templateId,
        UUID memberId,
        String name,
        String source,
        Instant validFrom,
        Instant validUntil)
        implements DomainEvent {

    @Override
    public String key() {
        return memberId.toString();
    }
}
