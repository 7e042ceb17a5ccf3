package cn.siyu.koc.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.BindingState.Kind;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.store.BindingPages;
import cn.siyu.koc.store.BindingPages.Card;
import cn.siyu.koc.store.SellerStore;
import cn.siyu.koc.store.ShareTokenStore;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks;
import cn.siyu.sharing.Sharer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Sellers and KOCs share into their communities (D12). */
@Singleton
public class ShareIntoCommunity {

    private final PartnerDesk desk;
    private final SellerStore sellers;
    private final BindingPages bindings;
    private final ShareTokenStore tokens;
    private final ShareLinks links;
    private final Transactions transactions;
    private final Sql reads;

    @Inject
    ShareIntoCommunity(
            PartnerDesk desk,
            SellerStore sellers,
            BindingPages bindings,
            ShareTokenStore tokens,
            ShareLinks links,
            Transactions transactions) {
        this.desk = desk;
        this.sellers = sellers;
        this.bindings = bindings;
        this.tokens = tokens;
        this.links = links;
        this.transactions = transactions;
        this.reads = transactions.reads();
    }

    /** What to share. */
    public record Wish(CommunityId community, ShareLink.Target target, String source, Optional<String> text) {}

    /**
     * As the KOC who serves the community, else as the seller who owns it. A KOC's link ends with the term of his binding:
     * sharing on would bring him nothing.
     */
    public Uni<ShareLink> share(MemberId caller, Wish wish) {
        return sharer(caller, wish.community())
                .chain(as -> links.mint(
                                new ShareLinks.Wish(as.sharer(), wish.target(), wish.source(), wish.text(), as.until()))
                        .call(link -> transactions.in(tx ->
                                tokens.keep(tx, link.token(), as.sharer().id(), wish.community(), link.mintedAt()))));
    }

    /** As whom, and until when he may at most. */
    record As(Sharer sharer, Optional<Instant> until) {}

    /** Whoever neither serves nor owns the community has nothing to do with it. */
    Uni<As> sharer(MemberId caller, CommunityId community) {
        return desk.community(caller, community).chain(found -> sharer(caller, found));
    }

    private Uni<As> sharer(MemberId caller, Community community) {
        return bindings.servedBy(reads, caller, Optional.of(community.id()), Kind.ACTIVE, 1)
                .chain(serving -> serving.isEmpty()
                        ? seller(caller, community)
                        : Uni.createFrom().item(koc(caller, serving.getFirst())));
    }

    private Uni<As> seller(MemberId caller, Community community) {
        return sellers.ofMember(reads, caller)
                .map(found -> found.filter(seller -> seller.id().equals(community.owner()))
                        .map(seller -> new As(
                                sharer(Sharer.Kind.SELLER, seller.id(), caller, community.id()), Optional.empty()))
                        // Who is in scope without being either serves it, and rests.
                        .orElseThrow(() -> new Refused(KocProblem.KOC_PAUSED)));
    }

    private static As koc(MemberId caller, Card binding) {
        return new As(sharer(Sharer.Kind.KOC, binding.koc(), caller, binding.community()), binding.until());
    }

    private static Sharer sharer(Sharer.Kind kind, UUID id, MemberId member, CommunityId community) {
        return new Sharer(kind, id, member.value(), Optional.of(community.value()));
    }
}
