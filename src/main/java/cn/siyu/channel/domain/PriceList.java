package cn.siyu.channel.domain;

import cn.siyu.channel.PriceListId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Prices for one segment of members, in {@code [validFrom, validTo)}.
 *
 * @param segment as the audience names it; nobody here can ask whether it lives, and an unknown one holds nobody
 * @param priority the higher comes first where a member has several lists
 */
public record PriceList(
        PriceListId id,
        String code,
        String name,
        UUID segment,
        int priority,
        Instant validFrom,
        Optional<Instant> validTo,
        long version) {

    public boolean isOver(Instant now) {
        return validTo.isPresent() && !validTo.get().isAfter(now);
    }
}
