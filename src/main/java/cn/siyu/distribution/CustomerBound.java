package cn.siyu.distribution;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A customer is bound to a distributor from now on; {@code takenFrom} is whom he was bound to before, if it was a take-over. */
public record CustomerBound(
        UUID eventId,
        Instant occurredAt,
        UUID bindingId,
        UUID memberId,
        UUID distributorId,
        @Nullable UUID takenFrom,
        String reason,
        @Nullable Instant until)
        implements DomainEvent {

    @Override
    public String key() {
        return memberId.toString();
    }
}
