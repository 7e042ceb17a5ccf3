package cn.siyu.koc.app;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.Communities;
import cn.siyu.koc.SellerEstates;
import cn.siyu.koc.domain.BindingState.Cause;
import cn.siyu.koc.domain.BindingState.Kind;
import cn.siyu.koc.domain.KocBinding;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.Seller;
import cn.siyu.koc.store.BindingStore;
import cn.siyu.koc.store.CustomerStore;
import cn.siyu.koc.store.EstateStore;
import cn.siyu.koc.store.EstateStore.Exchange;
import cn.siyu.koc.store.NameStore;
import cn.siyu.koc.store.SellerStore;
import cn.siyu.member.MemberCards;
import cn.siyu.wechat.WeCom;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a seller has in hand becomes another's, in batches: the rule is that of a change of owner, the writing is for many. */
@Singleton
class PassEstate implements SellerEstates {

    private final EstateStore estates;
    private final CustomerStore customers;
    private final BindingStore bindings;
    private final SellerStore sellers;
    private final NameStore names;
    private final EndedBindings ends;
    private final MemberCards members;

    @Inject
    PassEstate(
            EstateStore estates,
            CustomerStore customers,
            BindingStore bindings,
            SellerStore sellers,
            NameStore names,
            EndedBindings ends,
            MemberCards members) {
        this.estates = estates;
        this.customers = customers;
        this.bindings = bindings;
        this.sellers = sellers;
        this.names = names;
        this.ends = ends;
        this.members = members;
    }

    @Override
    public Uni<Optional<SellerCard>> seller(Sql sql, UUID id) {
        return estates.seller(sql, id).map(Optional::ofNullable);
    }

    @Override
    public Uni<Estate> estate(Sql sql, UUID seller, Instant now) {
        return estates.estate(sql, seller, now);
    }

    @Override
    public Uni<Batch> passCommunities(Tx tx, UUID from, UUID to, Instant at, String reason, int most) {
        return estates.lockOwned(tx, from, most)
                .chain(owned -> owned.isEmpty()
                        ? Uni.createFrom().item(new Batch(List.of(), List.of(), List.of(), 0))
                        : successor(tx, to).chain(seller -> pass(tx, owned, from, seller, at, reason)));
    }

    private Uni<Batch> pass(
            Tx tx, List<PassedCommunity> owned, UUID from, Seller successor, Instant at, String reason) {
        var communities = owned.stream().map(PassedCommunity::community).toList();
        return estates.passOwnership(tx, from, successor.id(), communities, at, reason)
                .chain(() -> ownKoc(tx, successor))
                .chain(own -> bindings.living(tx, communities)
                        .map(living -> exchanged(living, own, successor, at))
                        .call(exchanges -> write(tx, exchanges, successor, at))
                        .chain(exchanges -> estates.passTasks(tx, from, successor.id(), communities)
                                .map(tasks -> batch(owned, exchanges, tasks))));
    }

    /** Nobody is the KOC of his own community: what he served himself ends. */
    private Uni<Optional<UUID>> ownKoc(Tx tx, Seller successor) {
        return successor
                .member()
                .map(member -> names.kocOf(tx, member).map(found -> found.map(Communities.Person::id)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static List<Exchange> exchanged(List<KocBinding> living, Optional<UUID> own, Seller successor, Instant at) {
        return living.stream()
                .map(binding -> new Exchange(
                        binding.ended(at, Cause.OWNER_CHANGED, Optional.empty()),
                        own.filter(binding.koc()::equals).isPresent()
                                ? Optional.empty()
                                : binding.takenOver(Ids.next(), successor.id(), at)))
                .toList();
    }

    private Uni<Void> write(Tx tx, List<Exchange> exchanges, Seller successor, Instant at) {
        var running = exchanges.stream().filter(each -> each.ended().started()).toList();
        var invitations = exchanges.stream()
                .map(Exchange::ended)
                .filter(ended -> !ended.started())
                .toList();
        var begun = begun(exchanges);
        var ended = running.stream().map(Exchange::ended).toList();
        return estates.passBindings(tx, running, successor.id(), at)
                .chain(() -> estates.endInvitations(tx, invitations, at))
                .chain(() -> estates.pause(
                        tx,
                        begun.stream()
                                .filter(binding -> binding.kind() == Kind.PAUSED)
                                .toList(),
                        at))
                .chain(() -> ends.tellEnded(tx, ended))
                .chain(() -> ends.tellStarted(tx, begun, at))
                .chain(() -> ends.revokeIdle(tx, ended, at));
    }

    private static List<KocBinding> begun(Collection<Exchange> exchanges) {
        return exchanges.stream().flatMap(each -> each.begun().stream()).toList();
    }

    private static Batch batch(List<PassedCommunity> owned, List<Exchange> exchanges, long tasks) {
        return new Batch(
                owned,
                begun(exchanges).stream().map(KocBinding::id).toList(),
                exchanges.stream()
                        .filter(each -> each.begun().isEmpty())
                        .map(each -> each.ended().id())
                        .toList(),
                tasks);
    }

    private Uni<Seller> successor(Tx tx, UUID id) {
        return sellers.lock(tx, id)
                .map(found -> Optional.ofNullable(found)
                        .filter(Seller::active)
                        .orElseThrow(() -> new Refused(KocProblem.SELLER_NOT_ACTIVE)));
    }

    @Override
    public Uni<List<String>> passCustomers(Tx tx, UUID from, UUID to, Instant at, Instant asOf, int most) {
        return customers.passOn(tx, from, to, at, asOf, most);
    }

    @Override
    public Uni<List<String>> customers(Sql sql, UUID seller, String after, int most) {
        return customers.of(sql, seller, after, most);
    }

    @Override
    public Uni<Void> tell(Tx tx, UUID seller, List<WeCom.Contact> contacts) {
        var unionids =
                contacts.stream().flatMap(each -> each.unionid().stream()).toList();
        return members.byUnionids(tx, unionids).chain(found -> customers.tell(tx, seller, contacts, found));
    }
}
