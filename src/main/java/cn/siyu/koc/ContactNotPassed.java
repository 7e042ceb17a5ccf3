package cn.siyu.koc;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** A customer who was to pass to somebody else did not, as WeCom called out: he said no, or the successor has too many. */
public record ContactNotPassed(
        UUID eventId, Instant occurredAt, String successorUserId, String externalUserId, String reason)
        implements DomainEvent {

    @Override
    public String key() {
        return externalUserId;
    }
}
