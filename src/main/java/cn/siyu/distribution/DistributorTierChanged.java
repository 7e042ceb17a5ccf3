package cn.siyu.distribution;

import cn.siyu.kernel.event.DomainEvent;
import java.time.Instant;
import java.util.UUID;

/**
 * A distributor stands on another step of the ladder from now on: orders placed later have its rate, those before keep theirs.
 *
 * @param cause RAISED, LOWERED or PINNED
 * @param reason in words, with the figures that decided
 */
public record DistributorTierChanged(
        UUID eventId,
        Instant occurredAt,
        UUID distributorId,
        UUID memberId,
        UUID tierBefore,
        String nameBefore,
        UUID tierAfter,
        String nameAfter,
        String cause,
        String reason)
        implements DomainEvent {

    @Override
    public String key() {
        return distributorId.toString();
    }
}
