package cn.siyu.koc;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLink;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Communities and their KOCs as trade and the contexts above see them. */
public interface Communities {

    /** What was found for an order; {@code note} says why there is no claim where one could be expected, such as a tie (D5). */
    record Finding(Optional<KocClaim> claim, Optional<String> note) {}

    /** Names for lists and reports. */
    record Card(CommunityId id, String name, UUID owner) {}

    /** A KOC or seller by name, for lists and reports. */
    record Person(UUID id, String name) {}

    /**
     * The claim on an order of this buyer (D5): by the KOC's link, by the community to which the activity is offered when
     * the buyer is in it, by membership in exactly one community with a KOC.
     */
    Uni<Finding> claim(
            Sql sql, MemberId buyer, Optional<ShareLink> link, Optional<CommunityId> activityCommunity, Instant now);

    /**
     * As what a member works in communities now, and how an order there is split (D6).
     *
     * @param koc whom he is, if he serves one as its KOC
     * @param seller whom he is, if he owns bindings as a seller
     * @param floor the pool of an order is at least this
     */
    record Work(Optional<UUID> koc, Optional<UUID> seller, Rate pool, Rate sellerShare, Rate kocShare, Money floor) {}

    /** Empty for a member who neither serves nor sells at the moment. */
    Uni<Optional<Work>> work(Sql sql, MemberId member, Instant now);

    /** Those of these members who are in any community now: without a link there is a claim on no other's order. */
    Uni<Set<MemberId>> inAny(Sql sql, Collection<MemberId> members, Instant now);

    /** Whether the member is in the community now (B23). */
    Uni<Boolean> isMember(Sql sql, MemberId member, CommunityId community, Instant now);

    /** Whether {@code member} is in a community that {@code partner} owns as a seller or serves as a KOC now. */
    Uni<Boolean> isNeighbour(Sql sql, MemberId partner, MemberId member, Instant now);

    /** Whether {@code partner} owns the community as a seller or serves it as a KOC now. */
    Uni<Boolean> isLed(Sql sql, CommunityId community, MemberId partner, Instant now);

    /** Whether a community of that id lives. */
    Uni<Boolean> exists(Sql sql, CommunityId community);

    Uni<List<Card>> cards(Sql sql, Collection<CommunityId> ids);

    Uni<List<Person>> kocs(Sql sql, Collection<UUID> ids);

    Uni<List<Person>> sellers(Sql sql, Collection<UUID> ids);

    /** The KOC that a member is; empty when he is none. */
    Uni<Optional<Person>> kocOf(Sql sql, MemberId member);
}
