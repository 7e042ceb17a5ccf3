package cn.siyu.koc;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** A KOC binding is over: orders that are placed from now on are not its own any more. */
public record KocBindingEnded(
        UUID eventId, Instant occurredAt, UUID bindingId, UUID kocId, UUID sellerId, UUID communityId)
        implements DomainEvent {

    @Override
    public String key() {
        return bindingId.toString();
    }
}
