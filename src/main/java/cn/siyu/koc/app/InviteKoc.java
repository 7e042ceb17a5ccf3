package cn.siyu.koc.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.domain.KocBinding;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.Seller;
import cn.siyu.koc.store.BindingPages;
import cn.siyu.koc.store.BindingPages.Card;
import cn.siyu.koc.store.BindingStore;
import cn.siyu.koc.store.CommunityStore;
import cn.siyu.koc.store.KocStore;
import cn.siyu.koc.store.MembershipStore;
import cn.siyu.koc.store.SellerStore;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Asks a member to serve a community, for the seller who owns it. */
@Singleton
public class InviteKoc {

    private final CommunityStore communities;
    private final MembershipStore memberships;
    private final SellerStore sellers;
    private final KocStore kocs;
    private final BindingStore bindings;
    private final BindingPages pages;
    private final MemberCards members;
    private final KocSettings settings;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    InviteKoc(
            CommunityStore communities,
            MembershipStore memberships,
            SellerStore sellers,
            KocStore kocs,
            BindingStore bindings,
            BindingPages pages,
            MemberCards members,
            KocSettings settings,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.communities = communities;
        this.memberships = memberships;
        this.sellers = sellers;
        this.kocs = kocs;
        this.bindings = bindings;
        this.pages = pages;
        this.members = members;
        this.settings = settings;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @param name under which the member serves; one who is a KOC already keeps his */
    public record Wish(CommunityId community, MemberId member, String name) {}

    /** A seller asks somebody of his own community: of others he knows nothing. */
    public Uni<Card> bySeller(MemberId caller, Wish wish) {
        return transactions
                .in(tx -> sellers.ofMember(tx, caller)
                        .map(found -> found.orElseThrow(() -> new Refused(KocProblem.KOC_PARTNER_ONLY)))
                        .chain(seller -> owned(tx, wish.community(), seller)
                                .call(_ -> memberships
                                        .present(tx, wish.community(), wish.member())
                                        .onItem()
                                        .ifNull()
                                        .failWith(() -> new Refused(KocProblem.KOC_NOT_IN_COMMUNITY)))
                                .chain(_ -> invite(tx, seller, wish))))
                .chain(id -> pages.one(transactions.reads(), id));
    }

    public Uni<Card> byStaff(Wish wish, String reason, Actor actor) {
        return transactions
                .in(tx -> members.of(tx, List.of(wish.member()))
                        .invoke(InviteKoc::refuseNobody)
                        .chain(() -> locked(tx, wish.community()))
                        .map(Community::living)
                        .chain(community -> sellers.find(tx, community.owner()))
                        .chain(seller -> invite(tx, seller, wish))
                        .call(id -> audit.append(
                                tx,
                                new AuditEntry(
                                        actor,
                                        "koc-binding.invite",
                                        "koc-binding",
                                        id.toString(),
                                        reason,
                                        null,
                                        Map.of(
                                                "community", wish.community().value(),
                                                "member", wish.member().value())))))
                .chain(id -> pages.one(transactions.reads(), id));
    }

    private Uni<UUID> invite(Tx tx, Seller seller, Wish wish) {
        if (seller.member().filter(wish.member()::equals).isPresent()) {
            return Uni.createFrom().failure(() -> new Refused(KocProblem.KOC_IS_SELLER));
        }
        var now = clock.instant();
        return kocs.known(tx, Ids.next(), wish.member(), wish.name())
                .call(koc -> bindings.isOpenBetween(tx, koc, wish.community()).invoke(InviteKoc::refuseBound))
                .map(koc -> KocBinding.invited(
                        Ids.next(), seller.id(), koc, wish.community(), now, now.plus(settings.invitationLife())))
                .call(binding -> bindings.insert(tx, binding))
                .map(KocBinding::id);
    }

    /** Somebody else's community is not there for him, and neither is a dissolved one. */
    private Uni<Community> owned(Tx tx, CommunityId id, Seller seller) {
        return locked(tx, id).invoke(community -> {
            if (!community.owner().equals(seller.id()) || community.state() != Community.State.ACTIVE) {
                throw Refused.notFound();
            }
        });
    }

    private Uni<Community> locked(Tx tx, CommunityId id) {
        return communities.lock(tx, id).onItem().ifNull().failWith(Refused::notFound);
    }

    private static void refuseBound(boolean bound) {
        if (bound) {
            throw new Refused(KocProblem.KOC_ALREADY_BOUND);
        }
    }

    private static void refuseNobody(List<?> found) {
        if (found.isEmpty()) {
            throw new Refused(KocProblem.KOC_MEMBER_UNKNOWN);
        }
    }
}
