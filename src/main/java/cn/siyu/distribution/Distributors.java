package cn.siyu.distribution;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Distributors as trade and the contexts above see them. Only ACTIVE ones have claims. */
public interface Distributors {

    /** A distributor as others may show him. */
    record Card(
            DistributorId id,
            MemberId member,
            String name,
            String state,
            UUID tier,
            String tierName,
            Optional<UUID> team) {}

    /** The layer of a distributor beside his tier. */
    record Layered(DistributorId id, UUID tier, String tierName, DistributorLayer layer) {}

    /** Those of these distributors whose layer has been counted. */
    Uni<List<Layered>> layers(Sql sql, Collection<DistributorId> ids);

    /** At most {@code limit} of those who are in a layer; an absent value matches all. */
    Uni<List<DistributorId>> inLayer(
            Sql sql,
            Optional<UUID> tier,
            Optional<DistributorLayer.Size> size,
            Optional<DistributorLayer.Activity> activity,
            int limit);

    /** The members of a captain's team, himself included; empty when he leads none. */
    Uni<List<DistributorId>> teamOf(Sql sql, MemberId captain);

    /** The claim of whoever owns this promo code. */
    Uni<Optional<DistributorClaim>> byPromoCode(Sql sql, String code, Instant now);

    /** The claim of the distributor whose link was followed. */
    Uni<Optional<DistributorClaim>> byId(Sql sql, DistributorId distributor, Instant now);

    /** The claim of the distributor to whom this customer is bound now. */
    Uni<Optional<DistributorClaim>> byBinding(Sql sql, MemberId customer, Instant now);

    /** Those of these customers who are bound to somebody now: for the others there is no claim by binding. */
    Uni<Set<MemberId>> bound(Sql sql, Collection<MemberId> customers, Instant now);

    /** The distributor that a member is, in whatever state; empty when he never applied with success. */
    Uni<Optional<Card>> ofMember(Sql sql, MemberId member);

    Uni<List<Card>> cards(Sql sql, Collection<DistributorId> ids);

    /**
     * A customer's order became firm: binds by the trigger FIRST_PAID, extends a living binding (C8). {@code order} makes a
     * repetition harmless. It may hold the customer until the transaction ends: whoever tells of several orders in one goes by
     * the customers' ids.
     *
     * @param goods what it was sold for, without freight: the distributor's tier hangs on it (C5)
     * @param distributor to whom the order was attributed, if to one
     */
    Uni<Void> ordered(
            Tx tx, MemberId customer, UUID order, Money goods, Optional<DistributorId> distributor, Instant at);

    /** So much of the goods money of an order went back to its buyer. To be told once for each refund. */
    Uni<Void> gaveBack(Tx tx, UUID order, Money goods);
}
