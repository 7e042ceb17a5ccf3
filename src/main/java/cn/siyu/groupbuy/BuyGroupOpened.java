package cn.siyu.groupbuy;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** A leader has paid: others can see his group and join it until {@code expiresAt}. */
public record BuyGroupOpened(
        UUID eventId,
        Instant occurredAt,
        UUID buyGroupId,
        UUID activityId,
        UUID spuId,
        UUID leaderId,
        int size,
        Instant expiresAt)
        implements DomainEvent {

    @Override
    public String key() {
        return buyGroupId.toString();
    }
}
