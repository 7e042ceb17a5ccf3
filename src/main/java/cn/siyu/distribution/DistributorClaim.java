package cn.siyu.distribution;

import cn.siyu.kernel.money.Rate;
import cn.siyu.member.MemberId;
import java.util.Optional;
import java.util.UUID;

/**
 * What a distributor may claim of an order, as it stands when the order is placed: kept with the order and never looked up
 * again (C9).
 *
 * @param member the distributor himself, to see an order of his own (C10)
 * @param rate share of the line's net that his tier has
 * @param binding the customer binding on which the claim rests, if it rests on one
 * @param inviter who earns beside him at depth 2
 */
public record DistributorClaim(
        DistributorId distributor,
        MemberId member,
        UUID tier,
        String tierName,
        Rate rate,
        Optional<UUID> team,
        Optional<UUID> binding,
        Optional<Inviter> inviter) {

    /** Whoever brought him, and his share of the line's net; only where two levels are lawful (L8). */
    public record Inviter(DistributorId distributor, MemberId member, Rate rate) {}

    /** At one level. */
    public DistributorClaim(
            DistributorId distributor,
            MemberId member,
            UUID tier,
            String tierName,
            Rate rate,
            Optional<UUID> team,
            Optional<UUID> binding) {
        this(distributor, member, tier, tierName, rate, team, binding, Optional.empty());
    }
}
