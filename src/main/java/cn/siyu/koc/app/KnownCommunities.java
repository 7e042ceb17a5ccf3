package cn.siyu.koc.app;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.koc.Communities;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.KocClaim;
import cn.siyu.koc.domain.Attribution;
import cn.siyu.koc.domain.Attribution.Decision;
import cn.siyu.koc.domain.BindingState;
import cn.siyu.koc.domain.Seller;
import cn.siyu.koc.domain.Serving;
import cn.siyu.koc.domain.Split;
import cn.siyu.koc.store.BindingPages;
import cn.siyu.koc.store.ClaimStore;
import cn.siyu.koc.store.NameStore;
import cn.siyu.koc.store.SellerStore;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.Sharer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Communities and KOCs as contexts above see them. */
@Singleton
class KnownCommunities implements Communities {

    private final ClaimStore claims;
    private final NameStore names;
    private final BindingPages bindings;
    private final SellerStore sellers;

    @Inject
    KnownCommunities(ClaimStore claims, NameStore names, BindingPages bindings, SellerStore sellers) {
        this.claims = claims;
        this.names = names;
        this.bindings = bindings;
        this.sellers = sellers;
    }

    @Override
    public Uni<Finding> claim(
            Sql sql, MemberId buyer, Optional<ShareLink> link, Optional<CommunityId> activityCommunity, Instant now) {
        var sharer = link.map(ShareLink::sharer);
        return claims.serving(sql, buyer, sharer.map(Sharer::id), now)
                .map(serving -> Attribution.decide(sharer, activityCommunity, serving))
                .chain(decision -> finding(sql, decision, now));
    }

    private Uni<Finding> finding(Sql sql, Decision decision, Instant now) {
        return switch (decision) {
            case Decision.Nobody(var why) -> Uni.createFrom().item(new Finding(Optional.empty(), why));
            case Decision.Found(var serving, var by) ->
                claims.split(sql, now)
                        .map(split -> new Finding(Optional.of(claim(serving, by, split)), Optional.empty()));
        };
    }

    private static KocClaim claim(Serving serving, KocClaim.By by, Split split) {
        return new KocClaim(
                serving.binding(),
                serving.koc(),
                serving.kocMember(),
                serving.seller(),
                serving.sellerDistributor().orElse(null),
                serving.community(),
                split.pool(),
                split.seller(),
                split.kocMoney(),
                split.floor(),
                split.payout(),
                split.gift().orElse(null),
                split.version(),
                by);
    }

    @Override
    public Uni<Optional<Work>> work(Sql sql, MemberId member, Instant now) {
        return bindings.servedBy(sql, member, Optional.empty(), BindingState.Kind.ACTIVE, 1)
                .map(serving -> serving.stream().map(BindingPages.Card::koc).findFirst())
                .chain(koc -> sellers.ofMember(sql, member)
                        .map(seller -> seller.map(Seller::id))
                        .chain(seller -> koc.isEmpty() && seller.isEmpty()
                                ? Uni.createFrom().item(Optional.<Work>empty())
                                : claims.split(sql, now).map(split -> Optional.of(work(koc, seller, split)))));
    }

    private static Work work(Optional<UUID> koc, Optional<UUID> seller, Split split) {
        return new Work(koc, seller, split.pool(), split.seller(), split.kocMoney(), split.floor());
    }

    @Override
    public Uni<Set<MemberId>> inAny(Sql sql, Collection<MemberId> members, Instant now) {
        return claims.inAny(sql, members, now).map(Set::copyOf);
    }

    @Override
    public Uni<Boolean> isMember(Sql sql, MemberId member, CommunityId community, Instant now) {
        return claims.isMember(sql, member, community, now);
    }

    @Override
    public Uni<Boolean> isNeighbour(Sql sql, MemberId partner, MemberId member, Instant now) {
        return claims.isNeighbour(sql, partner, member, now);
    }

    @Override
    public Uni<Boolean> isLed(Sql sql, CommunityId community, MemberId partner, Instant now) {
        return claims.isLed(sql, community, partner, now);
    }

    @Override
    public Uni<Boolean> exists(Sql sql, CommunityId community) {
        return claims.exists(sql, community);
    }

    @Override
    public Uni<List<Card>> cards(Sql sql, Collection<CommunityId> ids) {
        return names.cards(sql, ids);
    }

    @Override
    public Uni<List<Person>> kocs(Sql sql, Collection<UUID> ids) {
        return names.kocs(sql, ids);
    }

    @Override
    public Uni<List<Person>> sellers(Sql sql, Collection<UUID> ids) {
        return names.sellers(sql, ids);
    }

    @Override
    public Uni<Optional<Person>> kocOf(Sql sql, MemberId member) {
        return names.kocOf(sql, member);
    }
}
