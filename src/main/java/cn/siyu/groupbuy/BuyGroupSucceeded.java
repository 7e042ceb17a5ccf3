package cn.siyu.groupbuy;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A buy group is complete; {@code completedBy} is {@code MEMBERS} or {@code MERCHANT} (L4). */
public record BuyGroupSucceeded(
        UUID eventId,
        Instant occurredAt,
        UUID buyGroupId,
        UUID activityId,
        UUID spuId,
        UUID leaderId,
        int size,
        String completedBy,
        List<Seat> seats)
        implements DomainEvent {

    /** A member with the order of his seat. */
    public record Seat(UUID memberId, UUID orderId) {}

    @Override
    public String key() {
        return buyGroupId.toString();
    }
}
