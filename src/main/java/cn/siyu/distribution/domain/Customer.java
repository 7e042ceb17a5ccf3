package cn.siyu.distribution.domain;

import cn.siyu.member.MemberId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What the rule has to know of a customer.
 *
 * @param keys what he is known by, hashed: equal for two accounts of one person
 * @param bought has a firm order
 * @param changedAt when his latest binding began, or was ended before its time
 */
public record Customer(
        MemberId member, Set<String> keys, boolean bought, Optional<Instant> changedAt, Optional<Holding> holding) {

    boolean boundBefore() {
        return changedAt.isPresent();
    }

    boolean changedAfter(Instant at) {
        return changedAt.filter(at::isBefore).isPresent();
    }
}
