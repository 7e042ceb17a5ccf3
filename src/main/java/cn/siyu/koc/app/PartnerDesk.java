package cn.siyu.koc.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.BindingState.Kind;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.Membership;
import cn.siyu.koc.store.BindingPages;
import cn.siyu.koc.store.CommunityStore;
import cn.siyu.koc.store.KocStore;
import cn.siyu.koc.store.MembershipStore;
import cn.siyu.member.MemberCard;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What sellers and KOCs see: their own communities and bindings. Members are shown to them, and to staff, masked. */
@Singleton
public class PartnerDesk {

    private final KocStore kocs;
    private final CommunityStore communities;
    private final MembershipStore memberships;
    private final BindingPages bindings;
    private final MemberCards members;
    private final Sql reads;

    @Inject
    PartnerDesk(
            KocStore kocs,
            CommunityStore communities,
            MembershipStore memberships,
            BindingPages bindings,
            MemberCards members,
            Transactions transactions) {
        this.kocs = kocs;
        this.communities = communities;
        this.memberships = memberships;
        this.bindings = bindings;
        this.members = members;
        this.reads = transactions.reads();
    }

    /** Somebody of a community, with his masked name. */
    public record Face(Membership membership, Optional<MemberCard> card) {}

    public Uni<List<Community>> communities(MemberId caller, Optional<Cursor> after, int limit) {
        return partner(caller).chain(() -> communities.ofPartner(reads, caller, after, limit));
    }

    /** Another seller's community is not there. */
    public Uni<Community> community(MemberId caller, CommunityId id) {
        return partner(caller)
                .chain(() -> communities.ofPartner(reads, caller, id))
                .onItem()
                .ifNull()
                .failWith(Refused::notFound);
    }

    public Uni<List<Face>> members(MemberId caller, CommunityId id, Optional<Cursor> after, int limit) {
        return community(caller, id)
                .chain(() -> memberships.members(reads, id, after, limit))
                .chain(this::faces);
    }

    /** For staff. */
    public Uni<NumberedPage<Face>> members(CommunityId id, int page, int size) {
        return communities
                .find(reads, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(community -> memberships
                        .members(reads, id, page, size)
                        .chain(this::faces)
                        .map(faces -> new NumberedPage<>(faces, page, size, community.members())));
    }

    public Uni<List<BindingPages.Card>> bindings(
            MemberId caller, @Nullable Kind state, Optional<Cursor> after, int limit) {
        return partner(caller).chain(() -> bindings.ofPartner(reads, caller, state, after, limit));
    }

    /** What the member was asked and has not answered; everybody may look. */
    public Uni<List<BindingPages.Card>> invitations(MemberId caller, Optional<Cursor> after, int limit) {
        return bindings.ofKoc(reads, caller, Kind.INVITED, after, limit);
    }

    /** For staff. */
    public Uni<NumberedPage<BindingPages.Card>> bindings(BindingPages.Filter filter, int page, int size) {
        return bindings.page(reads, filter, page, size)
                .chain(items ->
                        bindings.count(reads, filter).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** Refuses who is neither seller nor KOC. */
    Uni<Void> partner(MemberId caller) {
        return kocs.isPartner(reads, caller)
                .invoke(is -> {
                    if (!is) {
                        throw new Refused(KocProblem.KOC_PARTNER_ONLY);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<List<Face>> faces(List<Membership> present) {
        return members.of(reads, present.stream().map(Membership::member).toList())
                .map(PartnerDesk::byId)
                .map(cards -> present.stream()
                        .map(each -> new Face(
                                each,
                                Optional.ofNullable(cards.get(each.member().value()))))
                        .toList());
    }

    private static Map<UUID, MemberCard> byId(List<MemberCard> cards) {
        return cards.stream().collect(Collectors.toMap(card -> card.id().value(), Function.identity()));
    }
}
