package cn.siyu.koc;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** A KOC has accepted: from now on the orders of the community may be his and the seller's. */
public record KocBindingStarted(
        UUID eventId, Instant occurredAt, UUID bindingId, UUID kocId, UUID sellerId, UUID communityId)
        implements DomainEvent {

    @Override
    public String key() {
        return bindingId.toString();
    }
}
