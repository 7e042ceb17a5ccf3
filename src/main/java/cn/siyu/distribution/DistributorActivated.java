package cn.siyu.distribution;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** Somebody is a distributor from now on, or is one again. */
public record DistributorActivated(UUID eventId, Instant occurredAt, UUID distributorId, UUID memberId, UUID tierId)
        implements DomainEvent {

    @Override
    public String key() {
        return distributorId.toString();
    }
}
