package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorClaim;
import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.DistributorLayer.Activity;
import cn.siyu.distribution.DistributorLayer.Size;
import cn.siyu.distribution.Distributors;
import cn.siyu.distribution.domain.PromoCodes;
import cn.siyu.distribution.store.ClaimStore;
import cn.siyu.distribution.store.LayerStore;
import cn.siyu.distribution.store.TeamStore;
import cn.siyu.distribution.store.TierFactStore;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Distributors as trade and the contexts above see them. */
@Singleton
class KnownDistributors implements Distributors {

    private final ClaimStore claims;
    private final LayerStore layers;
    private final TeamStore teams;
    private final BindCustomer binder;
    private final TierFactStore facts;

    @Inject
    KnownDistributors(ClaimStore claims, LayerStore layers, TeamStore teams, BindCustomer binder, TierFactStore facts) {
        this.claims = claims;
        this.layers = layers;
        this.teams = teams;
        this.binder = binder;
        this.facts = facts;
    }

    @Override
    public Uni<List<Layered>> layers(Sql sql, Collection<DistributorId> ids) {
        return layers.of(sql, ids);
    }

    @Override
    public Uni<List<DistributorId>> inLayer(
            Sql sql, Optional<UUID> tier, Optional<Size> size, Optional<Activity> activity, int limit) {
        return layers.in(sql, tier.orElse(null), size.orElse(null), activity.orElse(null), limit);
    }

    @Override
    public Uni<List<DistributorId>> teamOf(Sql sql, MemberId captain) {
        return teams.ledBy(sql, captain);
    }

    @Override
    public Uni<Optional<DistributorClaim>> byPromoCode(Sql sql, String code, Instant now) {
        return claims.byPromoCode(sql, PromoCodes.canonical(code), now);
    }

    @Override
    public Uni<Optional<DistributorClaim>> byId(Sql sql, DistributorId distributor, Instant now) {
        return claims.byId(sql, distributor, now);
    }

    @Override
    public Uni<Optional<DistributorClaim>> byBinding(Sql sql, MemberId customer, Instant now) {
        return claims.byBinding(sql, customer, now);
    }

    @Override
    public Uni<Set<MemberId>> bound(Sql sql, Collection<MemberId> customers, Instant now) {
        return claims.bound(sql, customers, now).map(Set::copyOf);
    }

    @Override
    public Uni<Optional<Card>> ofMember(Sql sql, MemberId member) {
        return claims.cardOf(sql, member);
    }

    @Override
    public Uni<List<Card>> cards(Sql sql, Collection<DistributorId> ids) {
        return claims.cards(sql, ids);
    }

    @Override
    public Uni<Void> ordered(
            Tx tx, MemberId customer, UUID order, Money goods, Optional<DistributorId> distributor, Instant at) {
        return binder.ordered(tx, customer, order, goods, distributor, at);
    }

    @Override
    public Uni<Void> gaveBack(Tx tx, UUID order, Money goods) {
        return facts.giveBack(tx, order, goods);
    }
}
