package cn.siyu.payment;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A transfer has come to its end at WeChat: {@code SUCCESS}, {@code FAIL} or {@code CANCELLED} (not confirmed in time counts
 * as one of the latter two). Told once per number.
 */
public record TransferEnded(
        UUID eventId,
        Instant occurredAt,
        String billNo,
        UUID ownerId,
        long amountFen,
        String outcome,
        @Nullable String failReason)
        implements DomainEvent {

    @Override
    public String key() {
        return ownerId.toString();
    }
}
