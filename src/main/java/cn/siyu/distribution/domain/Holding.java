package cn.siyu.distribution.domain;

import cn.siyu.distribution.DistributorId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The binding that is in force.
 *
 * @param holderActive whether the distributor is active at the moment
 * @param to absent: for ever
 * @param protectedUntil absent: as long as it lasts
 */
public record Holding(
        UUID id,
        DistributorId distributor,
        boolean holderActive,
        Instant from,
        Optional<Instant> to,
        Optional<Instant> protectedUntil) {

    boolean protectedAt(Instant at) {
        return protectedUntil.map(at::isBefore).orElse(true);
    }
}
