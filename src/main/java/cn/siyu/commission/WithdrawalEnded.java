package cn.siyu.commission;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/**
 * A withdrawal has ended: {@code SUCCEEDED}, {@code FAILED}, {@code EXPIRED} (not confirmed in time), {@code CANCELLED},
 * {@code REJECTED}; but for the first, the money is available again.
 */
public record WithdrawalEnded(
        UUID eventId,
        Instant occurredAt,
        UUID withdrawalId,
        UUID payeeId,
        UUID memberId,
        long amountFen,
        String outcome)
        implements DomainEvent {

    @Override
    public String key() {
        return payeeId.toString();
    }
}
