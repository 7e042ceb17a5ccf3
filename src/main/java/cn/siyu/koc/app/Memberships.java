package cn.siyu.koc.app;

import cn.siyu.audience.SegmentId;
import cn.siyu.audience.Segments;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.Membership;
import cn.siyu.koc.domain.Membership.Scene;
import cn.siyu.koc.domain.Membership.State;
import cn.siyu.koc.store.CommunityStore;
import cn.siyu.koc.store.MembershipStore;
import cn.siyu.koc.store.MembershipStore.Own;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Members join communities by their code and leave them; staff take somebody out. */
@Singleton
public class Memberships {

    private final CommunityStore communities;
    private final MembershipStore memberships;
    private final Segments segments;
    private final ShareLinks links;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    Memberships(
            CommunityStore communities,
            MembershipStore memberships,
            Segments segments,
            ShareLinks links,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.communities = communities;
        this.memberships = memberships;
        this.segments = segments;
        this.links = links;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Uni<List<Own>> own(MemberId member, Optional<Cursor> after, int limit) {
        return memberships.own(transactions.reads(), member, after, limit);
    }

    /**
     * Who is there already stays as he is.
     *
     * @param token of the link that he followed, if there was one: whoever made it is the inviter
     */
    public Uni<Own> join(MemberId member, String code, Optional<String> token) {
        return link(token)
                .chain(link -> transactions.in(tx -> communities
                        .lockByCode(tx, code)
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .call(community -> admitted(tx, community, member))
                        .chain(community -> enter(tx, community, member, Scene.CODE, inviter(link, community))
                                .map(membership -> own(membership, community)))));
    }

    /** Who is there already is not looked at again. */
    private Uni<Void> admitted(Tx tx, Community community, MemberId member) {
        return community
                .sketch()
                .segment()
                .map(segment -> memberships
                        .present(tx, community.id(), member)
                        .chain(stay -> stay != null
                                ? Uni.createFrom().item(true)
                                : segments.isIn(tx, member.value(), new SegmentId(segment), clock.instant()))
                        .invoke(Memberships::refuseOther)
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static void refuseOther(boolean may) {
        if (!may) {
            throw new Refused(KocProblem.COMMUNITY_FOR_OTHERS);
        }
    }

    /** Inside the transaction in which the community is held. */
    Uni<Membership> enter(Tx tx, Community community, MemberId member, Scene scene, Optional<UUID> inviter) {
        var begun = Membership.begun(Ids.next(), community.id(), member, scene, inviter, clock.instant());
        return memberships
                .present(tx, community.id(), member)
                .onItem()
                .ifNull()
                .switchTo(() -> memberships.insert(tx, begun).replaceWith(begun));
    }

    /** Who has left already has left. */
    public Uni<Void> leave(MemberId member, UUID id) {
        return transactions.in(tx -> memberships
                .ofMember(tx, id, member)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .call(stay -> communities.lock(tx, stay.community()))
                .chain(stay -> stay.state() == State.PRESENT
                        ? memberships.end(tx, stay.community(), member, State.LEFT, clock.instant())
                        : Uni.createFrom().item(false))
                .replaceWithVoid());
    }

    public Uni<Void> remove(CommunityId id, MemberId member, String reason, Actor actor) {
        return transactions.in(tx -> communities
                .lock(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(() -> memberships.end(tx, id, member, State.REMOVED, clock.instant()))
                .invoke(Memberships::refuseAbsent)
                .chain(() -> audit.append(
                        tx,
                        new AuditEntry(
                                actor,
                                "community.remove-member",
                                "community",
                                id.value().toString(),
                                reason,
                                Map.of("member", member.value()),
                                null))));
    }

    private Uni<Optional<ShareLink>> link(Optional<String> token) {
        return token.map(links::resolve).orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static Optional<UUID> inviter(Optional<ShareLink> link, Community community) {
        return link.map(ShareLink::sharer)
                .filter(sharer -> sharer.community()
                        .filter(community.id().value()::equals)
                        .isPresent())
                .map(sharer -> sharer.member());
    }

    private static void refuseAbsent(boolean was) {
        if (!was) {
            throw Refused.notFound();
        }
    }

    private static Own own(Membership membership, Community community) {
        return new Own(
                membership.id(),
                community.id(),
                community.sketch().name(),
                community.sketch().category(),
                membership.joinedAt());
    }
}
