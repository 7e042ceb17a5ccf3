package cn.siyu.groupbuy;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A buy group was not complete in time, or was stopped: the money of these seats is on its way back. */
public record BuyGroupFailed(
        UUID eventId,
        Instant occurredAt,
        UUID buyGroupId,
        UUID activityId,
        UUID spuId,
        UUID leaderId,
        String reason,
        List<Seat> seats)
        implements DomainEvent {

    /** A member with the order of his seat. */
    public record Seat(UUID memberId, UUID orderId) {}

    @Override
    public String key() {
        return buyGroupId.toString();
    }
}
