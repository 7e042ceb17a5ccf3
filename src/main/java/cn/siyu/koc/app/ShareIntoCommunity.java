package cn.siyu.koc.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.BindingState.Kind;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.Seller;
import cn.siyu.koc.domain.Split;
import cn.siyu.koc.store.BindingPages;
import cn.siyu.koc.store.BindingPages.Card;
import cn.siyu.koc.store.ClaimStore;
import cn.siyu.koc.store.CommunityStore;
import cn.siyu.koc.store.NameStore;
import cn.siyu.koc.store.SellerStore;
import cn.siyu.koc.store.ShareTokenStore;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks;
import cn.siyu.sharing.Sharer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Sellers and KOCs share into their communities, and see what they have shared (D11, D12). */
@ApplicationScoped
public class ShareIntoCommunity {

    private static final int MOST_COMMUNITIES = 100;
    private static final int MOST_LINKS = 20;

    private final PartnerDesk desk;
    private final SellerStore sellers;
    private final NameStore names;
    private final CommunityStore communities;
    private final BindingPages bindings;
    private final ClaimStore claims;
    private final ShareTokenStore tokens;
    private final ShareLinks links;
    private final Transactions transactions;
    private final Sql reads;
    private final ShopClock clock;

    @Inject
    ShareIntoCommunity(
            PartnerDesk desk,
            SellerStore sellers,
            NameStore names,
            CommunityStore communities,
            BindingPages bindings,
            ClaimStore claims,
            ShareTokenStore tokens,
            ShareLinks links,
            Transactions transactions,
            ShopClock clock) {
        this.desk = desk;
        this.sellers = sellers;
        this.names = names;
        this.communities = communities;
        this.bindings = bindings;
        this.claims = claims;
        this.tokens = tokens;
        this.links = links;
        this.transactions = transactions;
        this.reads = transactions.reads();
        this.clock = clock;
    }

    /** What to share. */
    public record Wish(CommunityId community, ShareLink.Target target, String source, Optional<String> text) {}

    /** A KOC's or seller's day: where he is at work, what an order earns now, what he has shared. */
    public record Workbench(
            Optional<UUID> koc,
            Optional<UUID> seller,
            List<Community> communities,
            List<Card> serving,
            Split split,
            List<ShareLink> links) {}

    /**
     * As the KOC who serves the community, else as the seller who owns it. A KOC's link ends with the term of his binding:
     * sharing on would bring him nothing.
     */
    public Uni<ShareLink> share(MemberId caller, Wish wish) {
        return desk.community(caller, wish.community())
                .chain(community -> sharer(caller, community))
                .chain(as -> links.mint(
                                new ShareLinks.Wish(as.sharer(), wish.target(), wish.source(), wish.text(), as.until()))
                        .call(link -> transactions.in(tx ->
                                tokens.keep(tx, link.token(), as.sharer().id(), wish.community(), link.mintedAt()))));
    }

    private record As(Sharer sharer, Optional<Instant> until) {}

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

    public Uni<Workbench> workbench(MemberId caller) {
        return desk.partner(caller)
                .chain(() -> names.kocOf(reads, caller))
                .chain(koc -> sellers.ofMember(reads, caller)
                        .chain(seller -> workbench(caller, koc.map(person -> person.id()), seller.map(Seller::id))));
    }

    private Uni<Workbench> workbench(MemberId caller, Optional<UUID> koc, Optional<UUID> seller) {
        var persons = Stream.of(koc, seller).flatMap(Optional::stream).toList();
        return communities
                .ofPartner(reads, caller, Optional.empty(), MOST_COMMUNITIES)
                .chain(own -> bindings.servedBy(reads, caller, Optional.empty(), null, MOST_COMMUNITIES)
                        .chain(serving -> claims.split(reads, clock.instant())
                                .chain(split -> living(persons)
                                        .map(shared -> new Workbench(koc, seller, own, serving, split, shared)))));
    }

    private Uni<List<ShareLink>> living(List<UUID> persons) {
        var now = clock.instant();
        return tokens.latest(reads, persons, MOST_LINKS)
                .chain(latest -> Multi.createFrom()
                        .iterable(latest)
                        .onItem()
                        .transformToUniAndConcatenate(links::resolve)
                        .collect()
                        .asList())
                .map(found -> found.stream()
                        .flatMap(Optional::stream)
                        .filter(link -> link.lives(now))
                        .toList());
    }
}
