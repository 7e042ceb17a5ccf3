package cn.siyu.payment;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/** WeChat waits for the payee to confirm a transfer. Told once per number. */
public record TransferAwaitsUser(UUID eventId, Instant occurredAt, String billNo, UUID ownerId, long amountFen)
        implements DomainEvent {

    @Override
    public String key() {
        return ownerId.toString();
    }
}
