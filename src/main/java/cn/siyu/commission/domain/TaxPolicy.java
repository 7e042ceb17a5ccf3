package cn.siyu.commission.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Who sees to the tax of whom, from an instant on, and who decided it (L7). The newest that has begun holds.
 *
 * @param formula where the shop withholds
 */
public record TaxPolicy(
        UUID id,
        TaxSubject subject,
        TaxHandling handling,
        Optional<TaxFormula> formula,
        Instant from,
        String reason,
        String setBy,
        Instant setAt) {}
