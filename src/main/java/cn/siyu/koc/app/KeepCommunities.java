package cn.siyu.koc.app;

import cn.siyu.audience.SegmentId;
import cn.siyu.audience.Segments;
import cn.siyu.identity.Organisation;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.BindingState.Cause;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.domain.Community.Sketch;
import cn.siyu.koc.domain.JoinCodes;
import cn.siyu.koc.domain.KocBinding;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.Seller;
import cn.siyu.koc.store.BindingStore;
import cn.siyu.koc.store.CommunityStore;
import cn.siyu.koc.store.CommunityStore.Filter;
import cn.siyu.koc.store.CommunityStore.Ownership;
import cn.siyu.koc.store.MembershipStore;
import cn.siyu.koc.store.SellerStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What staff do with communities. */
@Singleton
public class KeepCommunities {

    private static final String STORE = "STORE";

    private final CommunityStore communities;
    private final MembershipStore memberships;
    private final BindingStore bindings;
    private final SellerStore sellers;
    private final EndedBindings ends;
    private final Organisation organisation;
    private final Segments segments;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    KeepCommunities(
            CommunityStore communities,
            MembershipStore memberships,
            BindingStore bindings,
            SellerStore sellers,
            EndedBindings ends,
            Organisation organisation,
            Segments segments,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.communities = communities;
        this.memberships = memberships;
        this.bindings = bindings;
        this.sellers = sellers;
        this.ends = ends;
        this.organisation = organisation;
        this.segments = segments;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A community with everybody who has owned it. */
    public record Detail(Community community, List<Ownership> owners) {}

    public Uni<NumberedPage<Community>> page(Filter filter, int page, int size) {
        return communities
                .page(transactions.reads(), filter, page, size)
                .chain(items -> communities
                        .count(transactions.reads(), filter)
                        .map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<Detail> see(CommunityId id) {
        return communities
                .find(transactions.reads(), id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(found -> communities.owners(transactions.reads(), id).map(owners -> new Detail(found, owners)));
    }

    public Uni<Detail> add(Sketch sketch, UUID owner, Actor actor) {
        var id = CommunityId.next();
        return transactions
                .in(tx -> known(tx, sketch)
                        .chain(() -> seller(tx, owner))
                        .chain(() -> communities.insert(tx, id, JoinCodes.next(), sketch, clock.instant()))
                        .chain(() -> communities.giveTo(tx, Ids.next(), id, owner, "first owner", clock.instant()))
                        .chain(() -> note(tx, actor, "community.add", id, null, null, sketch)))
                .chain(() -> see(id));
    }

    public Uni<Detail> change(CommunityId id, long version, Sketch sketch, Actor actor) {
        return transactions
                .in(tx -> locked(tx, id)
                        .map(community -> community.atVersion(version))
                        .call(_ -> known(tx, sketch))
                        .call(_ -> communities.change(tx, id, sketch))
                        .chain(before -> note(tx, actor, "community.change", id, null, before.sketch(), sketch)))
                .chain(() -> see(id));
    }

    /** For ever: members and KOCs are let go at once. */
    public Uni<Detail> dissolve(CommunityId id, String reason, Actor actor) {
        return transactions
                .in(tx -> locked(tx, id).chain(() -> dissolve(tx, id, reason, actor, clock.instant())))
                .chain(() -> see(id));
    }

    private Uni<Void> dissolve(Tx tx, CommunityId id, String reason, Actor actor, Instant now) {
        return bindings.living(tx, id)
                .map(living -> living.stream()
                        .map(binding -> binding.ended(now, Cause.DISSOLVED, Optional.of(reason)))
                        .toList())
                .chain(ended -> ends.save(tx, ended).chain(() -> ends.revokeIdle(tx, ended, now)))
                .chain(() -> memberships.endAll(tx, id, now))
                .chain(() -> communities.takeFromOwner(tx, id, now))
                .chain(() -> communities.dissolve(tx, id, now))
                .chain(() -> note(tx, actor, "community.dissolve", id, reason, null, null));
    }

    /**
     * From now on another seller's. The bindings of the old owner end at this instant and go on as the new one's for the rest
     * of their term, so that a living binding is always the owner's.
     */
    public Uni<Detail> giveTo(CommunityId id, UUID seller, String reason, Actor actor) {
        return transactions
                .in(tx -> locked(tx, id)
                        .invoke(community -> refuseSame(community, seller))
                        .chain(before -> seller(tx, seller)
                                .chain(successor -> give(tx, id, successor, reason, clock.instant()))
                                .chain(() -> note(
                                        tx,
                                        actor,
                                        "community.owner",
                                        id,
                                        reason,
                                        Map.of("owner", before.owner()),
                                        Map.of("owner", seller)))))
                .chain(() -> see(id));
    }

    private Uni<Void> give(Tx tx, CommunityId id, Seller successor, String reason, Instant now) {
        return communities
                .giveTo(tx, Ids.next(), id, successor.id(), reason, now)
                .chain(() -> bindings.livingServedBySomebodyElse(tx, id, successor.member()))
                .chain(servable -> bindings.living(tx, id).chain(living -> pass(tx, living, servable, successor, now)));
    }

    /** @param servable without the KOC whom the successor himself is: nobody is the KOC of his own community */
    private Uni<Void> pass(Tx tx, List<KocBinding> living, List<UUID> servable, Seller successor, Instant now) {
        var ended = living.stream()
                .map(binding -> binding.ended(now, Cause.OWNER_CHANGED, Optional.empty()))
                .toList();
        var begun = living.stream()
                .filter(binding -> servable.contains(binding.id()))
                .flatMap(binding -> binding.takenOver(Ids.next(), successor.id(), now).stream())
                .toList();
        return ends.save(tx, ended)
                .chain(() -> EndedBindings.each(begun, binding -> begin(tx, binding, now)))
                .chain(() -> ends.tellStarted(tx, begun, now))
                .chain(() -> ends.revokeIdle(tx, ended, now));
    }

    private Uni<Void> begin(Tx tx, KocBinding binding, Instant now) {
        return bindings.insert(tx, binding).chain(() -> switch (binding.kind()) {
            case PAUSED -> bindings.pause(tx, Ids.next(), binding.id(), now).replaceWithVoid();
            case INVITED, ACTIVE, ENDED -> Uni.createFrom().voidItem();
        });
    }

    private Uni<Community> locked(Tx tx, CommunityId id) {
        return communities
                .lock(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .map(Community::living);
    }

    private Uni<Seller> seller(Tx tx, UUID id) {
        return sellers.lock(tx, id)
                .map(found -> Optional.ofNullable(found)
                        .filter(Seller::active)
                        .orElseThrow(() -> new Refused(KocProblem.SELLER_NOT_ACTIVE)));
    }

    /** Store and segment are there. */
    private Uni<Void> known(Tx tx, Sketch sketch) {
        return store(tx, sketch)
                .chain(() -> sketch.segment()
                        .map(segment -> segments.exists(tx, new SegmentId(segment))
                                .invoke(KeepCommunities::refuseUnknown)
                                .replaceWithVoid())
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private static void refuseUnknown(boolean there) {
        if (!there) {
            throw new Refused(KocProblem.SEGMENT_UNKNOWN);
        }
    }

    private Uni<Void> store(Tx tx, Sketch sketch) {
        return sketch.store().isEmpty()
                ? Uni.createFrom().voidItem()
                : organisation
                        .units(tx, List.of(sketch.store().get()))
                        .invoke(KeepCommunities::refuseOther)
                        .replaceWithVoid();
    }

    private static void refuseOther(List<Organisation.Unit> units) {
        if (units.stream().noneMatch(unit -> STORE.equals(unit.kind()))) {
            throw new Refused(KocProblem.STORE_UNKNOWN);
        }
    }

    private static void refuseSame(Community community, UUID seller) {
        if (community.owner().equals(seller)) {
            throw new Refused(CommonProblem.STATE_CHANGED, "The seller owns it already");
        }
    }

    private Uni<Void> note(
            Tx tx,
            Actor actor,
            String action,
            CommunityId id,
            @Nullable String reason,
            @Nullable Object before,
            @Nullable Object after) {
        return audit.append(
                tx, new AuditEntry(actor, action, "community", id.value().toString(), reason, before, after));
    }
}
