package cn.siyu.handover.app;

import cn.siyu.distribution.CustomerSuccessions;
import cn.siyu.distribution.DistributorId;
import cn.siyu.handover.domain.Handover;
import cn.siyu.handover.domain.Handover.Moved;
import cn.siyu.handover.domain.Item.Kind;
import cn.siyu.handover.store.HandoverStore;
import cn.siyu.handover.store.ItemStore;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.SellerEstates;
import cn.siyu.koc.SellerEstates.Batch;
import cn.siyu.koc.SellerEstates.PassedCommunity;
import cn.siyu.koc.SellerEstates.SellerCard;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLinks;
import cn.siyu.sharing.Sharer;
import cn.siyu.wechat.WeCom;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is the shop's own changes hands, batch by batch, each in a transaction of its own: links and communities with their KOCs
 * first, then buyers, then customers. A batch that was done leaves nothing for its repetition.
 */
@Singleton
class OwnEffects {

    private static final int COMMUNITIES = 50;
    private static final int PEOPLE = 1_000;
    private static final Moved NOTHING = new Moved(0, 0, 0, 0, 0, 0, 0);

    private final HandoverStore handovers;
    private final ItemStore items;
    private final SellerEstates estates;
    private final CustomerSuccessions buyers;
    private final ShareLinks links;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    OwnEffects(
            HandoverStore handovers,
            ItemStore items,
            SellerEstates estates,
            CustomerSuccessions buyers,
            ShareLinks links,
            Transactions transactions,
            ShopClock clock) {
        this.handovers = handovers;
        this.items = items;
        this.estates = estates;
        this.buyers = buyers;
        this.links = links;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The two as koc knows them. */
    private record Two(SellerCard from, SellerCard to) {

        Optional<DistributorId> leaver() {
            return from.distributor().map(DistributorId::new);
        }

        Optional<DistributorId> successor() {
            return to.distributor().map(DistributorId::new);
        }
    }

    Uni<Void> all(Handover handover, UUID job) {
        return two(handover)
                .chain(two -> transactions
                        .in(tx -> passLinks(tx, handover, two)
                                .chain(tokens ->
                                        handovers.moved(tx, handover.id(), job, tokens(tokens), clock.instant()))
                                .chain(() -> passCommunities(tx, handover, job)))
                        .chain(done -> done
                                ? restOfCommunities(handover, job)
                                : Uni.createFrom().voidItem())
                        .chain(() -> passBuyers(handover, job, two)))
                .chain(() -> passCustomers(handover, job));
    }

    private Uni<Two> two(Handover handover) {
        return known(handover.from().seller())
                .chain(from -> known(handover.to().seller()).map(to -> new Two(from, to)));
    }

    private Uni<SellerCard> known(UUID seller) {
        return estates.seller(transactions.reads(), seller)
                .map(found -> found.orElseThrow(() -> new IllegalStateException("no seller " + seller)));
    }

    /** Said again after a kill, the same is true again. Answers how many lead to the successor that did not before. */
    private Uni<Long> passLinks(Tx tx, Handover handover, Two two) {
        var at = at(handover);
        return handover.moved().tokens() > 0
                ? Uni.createFrom().item(0L)
                : links.active(tx, Sharer.Kind.SELLER, two.from().id(), at)
                        .call(() -> pass(
                                tx,
                                handover,
                                Sharer.Kind.SELLER,
                                two.from().id(),
                                two.to().id(),
                                two,
                                at))
                        .chain(sellers ->
                                passOfDistributor(tx, handover, two, at).map(more -> sellers + more));
    }

    private Uni<Long> passOfDistributor(Tx tx, Handover handover, Two two, Instant at) {
        if (two.from().distributor().isEmpty() || two.to().distributor().isEmpty()) {
            return Uni.createFrom().item(0L);
        }
        var from = two.from().distributor().get();
        var to = two.to().distributor().get();
        return links.active(tx, Sharer.Kind.DISTRIBUTOR, from, at)
                .call(() -> pass(tx, handover, Sharer.Kind.DISTRIBUTOR, from, to, two, at));
    }

    private Uni<Void> pass(Tx tx, Handover handover, Sharer.Kind kind, UUID from, UUID to, Two two, Instant at) {
        var member = two.to().member().map(MemberId::value);
        return links.passOn(tx, kind, from, to, member, at, handover.graceUntil());
    }

    /** Whether there may be more. */
    private Uni<Boolean> passCommunities(Tx tx, Handover handover, UUID job) {
        return estates.passCommunities(
                        tx,
                        handover.from().seller(),
                        handover.to().seller(),
                        at(handover),
                        handover.reason(),
                        COMMUNITIES)
                .call(batch -> handovers.moved(tx, handover.id(), job, moved(batch), clock.instant()))
                .call(batch -> add(tx, handover, Kind.CHAT, chats(batch)))
                .map(batch -> batch.communities().size() == COMMUNITIES);
    }

    private Uni<Void> restOfCommunities(Handover handover, UUID job) {
        return transactions
                .in(tx -> passCommunities(tx, handover, job))
                .chain(more -> more
                        ? restOfCommunities(handover, job)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> passBuyers(Handover handover, UUID job, Two two) {
        if (two.leaver().isEmpty() || two.successor().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var from = two.leaver().get();
        var to = two.successor().get();
        return buyers.count(transactions.reads(), from, to, at(handover))
                .chain(left -> left == 0
                        ? Uni.createFrom().voidItem()
                        : transactions
                                .in(tx -> passBuyers(tx, handover, job, from, to))
                                .chain(passed ->
                                        passed == 0 ? Uni.createFrom().voidItem() : passBuyers(handover, job, two)));
    }

    private Uni<Integer> passBuyers(Tx tx, Handover handover, UUID job, DistributorId from, DistributorId to) {
        return buyers.pass(tx, from, to, at(handover), Actor.system("handover"), handover.reason(), PEOPLE)
                .map(List::size)
                .call(passed -> handovers.moved(tx, handover.id(), job, buyers(passed), clock.instant()));
    }

    private Uni<Void> passCustomers(Handover handover, UUID job) {
        return transactions
                .in(tx -> passCustomers(tx, handover, job))
                .chain(passed -> passed == PEOPLE
                        ? passCustomers(handover, job)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Integer> passCustomers(Tx tx, Handover handover, UUID job) {
        return estates.passCustomers(
                        tx,
                        handover.from().seller(),
                        handover.to().seller(),
                        at(handover),
                        handover.effectiveAt(),
                        PEOPLE)
                .call(passed -> handovers.moved(tx, handover.id(), job, customers(passed.size()), clock.instant()))
                .call(passed -> add(tx, handover, Kind.CUSTOMER, passed))
                .map(List::size);
    }

    /** Customers whom only WeCom knew of become known, and change hands like the others. */
    Uni<Void> found(Handover handover, UUID job, List<WeCom.Contact> contacts) {
        return transactions
                .in(tx -> estates.tell(tx, handover.from().seller(), contacts)
                        .chain(() -> passCustomers(tx, handover, job))
                        .chain(() -> addFound(tx, handover, contacts)))
                .replaceWithVoid();
    }

    private Uni<Integer> addFound(Tx tx, Handover handover, List<WeCom.Contact> contacts) {
        var refs = contacts.stream().map(WeCom.Contact::externalUserId).toList();
        return handover.users()
                .map(users -> items.addFound(tx, handover.id(), Kind.CUSTOMER, refs, users.from()))
                .orElseGet(() -> Uni.createFrom().item(0));
    }

    private Uni<Integer> add(Tx tx, Handover handover, Kind kind, List<String> refs) {
        return handover.users().isEmpty() ? Uni.createFrom().item(0) : items.add(tx, handover.id(), kind, refs);
    }

    /** The instant that was promised, as long as it lies ahead. */
    private Instant at(Handover handover) {
        var now = clock.instant();
        return handover.effectiveAt().isAfter(now) ? handover.effectiveAt() : now;
    }

    private static List<String> chats(Batch batch) {
        return batch.communities().stream().map(PassedCommunity::chatId).toList();
    }

    private static Moved moved(Batch batch) {
        return new Moved(
                0,
                batch.communities().size(),
                batch.bindings().size(),
                batch.ended().size(),
                0,
                0,
                batch.tasks());
    }

    private static Moved tokens(long tokens) {
        return tokens == 0 ? NOTHING : new Moved(0, 0, 0, 0, 0, tokens, 0);
    }

    private static Moved buyers(long buyers) {
        return new Moved(0, 0, 0, 0, buyers, 0, 0);
    }

    private static Moved customers(long customers) {
        return new Moved(customers, 0, 0, 0, 0, 0, 0);
    }
}
