package cn.siyu.promotion;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** An order let go of a coupon; {@code usable} is false when its time has run out meanwhile. */
public record CouponReturned(
        UUID eventId,
        Instant occurredAt,
        UUID couponId,
        UUID templateId,
        UUID memberId,
        UUID orderId,
        boolean usable,
        Instant validUntil)
        implements DomainEvent {

    @Override
    public String key() {
        return memberId.toString();
    }
}
