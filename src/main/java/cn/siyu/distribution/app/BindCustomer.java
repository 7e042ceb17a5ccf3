package cn.siyu.distribution.app;

import cn.siyu.distribution.CustomerBound;
import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.domain.BindingDecision;
import cn.siyu.distribution.domain.BindingDecision.Bind;
import cn.siyu.distribution.domain.BindingDecision.Cause;
import cn.siyu.distribution.domain.BindingDecision.Keep;
import cn.siyu.distribution.domain.BindingDecision.No;
import cn.siyu.distribution.domain.BindingDecision.Refuse;
import cn.siyu.distribution.domain.BindingDecision.TakeOver;
import cn.siyu.distribution.domain.BindingDecision.Term;
import cn.siyu.distribution.domain.BindingPolicy;
import cn.siyu.distribution.domain.Claimant;
import cn.siyu.distribution.domain.Customer;
import cn.siyu.distribution.domain.Distributor;
import cn.siyu.distribution.domain.Holding;
import cn.siyu.distribution.store.BindingStore;
import cn.siyu.distribution.store.BindingStore.NewBinding;
import cn.siyu.distribution.store.DistributorStore;
import cn.siyu.distribution.store.PolicyStore;
import cn.siyu.distribution.store.ReviewStore;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberCard;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Carries the binding policy out: who asks first under the member's hold is decided first (C8, C11, C12). */
@Singleton
public class BindCustomer {

    private static final String TAKEN_OVER = "TAKEN_OVER";

    private final BindingStore bindings;
    private final DistributorStore distributors;
    private final PolicyStore policies;
    private final ReviewStore reviews;
    private final MemberCards members;
    private final Outbox outbox;

    @Inject
    BindCustomer(
            BindingStore bindings,
            DistributorStore distributors,
            PolicyStore policies,
            ReviewStore reviews,
            MemberCards members,
            Outbox outbox) {
        this.bindings = bindings;
        this.distributors = distributors;
        this.policies = policies;
        this.reviews = reviews;
        this.members = members;
        this.outbox = outbox;
    }

    /**
     * Something that may bind.
     *
     * @param order the one that is the occasion: it does not make its buyer an old customer
     * @param note the words of staff
     */
    public record Occasion(
            MemberId customer,
            DistributorId distributor,
            Cause cause,
            Instant at,
            Optional<String> token,
            Optional<UUID> order,
            Optional<String> note,
            Actor actor) {}

    private record Situation(BindingPolicy policy, Customer customer, Claimant claimant) {
        BindingDecision decide(Occasion occasion) {
            return occasion.cause() == Cause.STAFF
                    ? policy.rebind(customer, claimant, occasion.at())
                    : policy.decide(customer, claimant, occasion.cause(), occasion.at());
        }
    }

    /** Answers what was decided; it is carried out. Whom nobody knows is not active either. */
    public Uni<BindingDecision> on(Tx tx, Occasion occasion) {
        return distributors
                .find(tx, occasion.distributor())
                .chain(known -> known == null
                        ? Uni.createFrom().item(new Refuse(No.NOT_ACTIVE))
                        : decide(tx, occasion, known.member()));
    }

    /** First the hold, then the look: what was read before it may be of yesterday. */
    private Uni<BindingDecision> decide(Tx tx, Occasion occasion, MemberId distributor) {
        return bindings.hold(tx, occasion.customer(), distributor)
                .chain(() -> distributors.rely(tx, occasion.distributor()))
                .chain(relied -> situation(tx, occasion, relied))
                .chain(situation -> carryOut(tx, occasion, situation, situation.decide(occasion)));
    }

    /** A firm order: heard once for each order. */
    public Uni<Void> ordered(
            Tx tx, MemberId customer, UUID order, Money goods, Optional<DistributorId> distributor, Instant at) {
        return bindings.noteOrder(tx, order, customer, goods, distributor, at)
                .chain(first -> first
                        ? bindOrExtend(tx, customer, order, distributor, at)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> bindOrExtend(
            Tx tx, MemberId customer, UUID order, Optional<DistributorId> distributor, Instant at) {
        return policies.binding(tx)
                .chain(policy -> policy.trigger() == BindingPolicy.Trigger.FIRST_PAID && distributor.isPresent()
                        ? on(tx, bought(customer, order, distributor.get(), at)).replaceWithVoid()
                        : extend(tx, customer, policy, distributor, at));
    }

    private static Occasion bought(MemberId customer, UUID order, DistributorId distributor, Instant at) {
        return new Occasion(
                customer,
                distributor,
                Cause.FIRST_PAID,
                at,
                Optional.empty(),
                Optional.of(order),
                Optional.empty(),
                new Actor(Actor.Kind.MEMBER, customer.value(), ""));
    }

    /** Most buyers are bound to nobody: they are not held. An order that is another distributor's extends nothing. */
    private Uni<Void> extend(
            Tx tx, MemberId customer, BindingPolicy policy, Optional<DistributorId> distributor, Instant at) {
        return bindings.holding(tx, customer, at)
                .chain(seen -> seen.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : bindings.hold(tx, customer)
                                .chain(() -> bindings.holding(tx, customer, at))
                                .chain(held -> extend(
                                        tx,
                                        held.filter(holding -> distributor.isEmpty()
                                                || distributor.get().equals(holding.distributor())),
                                        policy,
                                        at)));
    }

    private Uni<Void> extend(Tx tx, Optional<Holding> held, BindingPolicy policy, Instant at) {
        return held.flatMap(holding -> policy.extended(holding, Cause.FIRST_PAID, at)
                        .map(until -> bindings.extend(tx, holding.id(), until)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Situation> situation(Tx tx, Occasion occasion, Distributor distributor) {
        return policies.binding(tx)
                .chain(policy -> cards(tx, occasion.customer(), distributor.member())
                        .chain(cards -> customer(tx, occasion, cards)
                                .chain(customer -> claimant(tx, occasion, distributor, cards)
                                        .map(claimant -> new Situation(policy, customer, claimant)))));
    }

    private Uni<List<MemberCard>> cards(Tx tx, MemberId customer, MemberId distributor) {
        return members.of(
                tx,
                Set.copyOf(List.of(customer, distributor).stream().distinct().toList()));
    }

    private Uni<Customer> customer(Tx tx, Occasion occasion, List<MemberCard> cards) {
        return bindings.past(tx, occasion.customer(), occasion.order())
                .chain(past -> bindings.holding(tx, occasion.customer(), occasion.at())
                        .map(holding -> new Customer(
                                occasion.customer(),
                                keys(cards, occasion.customer()),
                                past.bought(),
                                past.changedAt(),
                                holding)));
    }

    private Uni<Claimant> claimant(Tx tx, Occasion occasion, Distributor distributor, List<MemberCard> cards) {
        var keys = new HashSet<>(keys(cards, distributor.member()));
        keys.addAll(distributor.personKeys());
        return bindings.above(tx, distributor.member(), occasion.at())
                .map(above -> new Claimant(
                        distributor.id(), distributor.member(), distributor.active(), Set.copyOf(keys), above));
    }

    private static Set<String> keys(List<MemberCard> cards, MemberId member) {
        return cards.stream()
                .filter(card -> card.id().equals(member))
                .findAny()
                .map(MemberCard::keys)
                .orElse(Set.of());
    }

    private Uni<BindingDecision> carryOut(Tx tx, Occasion occasion, Situation situation, BindingDecision decision) {
        return switch (decision) {
            case Bind(var term, var cause) ->
                bind(tx, occasion, situation, term, cause, Optional.empty()).replaceWith(decision);
            case TakeOver(var from, var term, var cause) ->
                bindings.close(tx, from.id(), term.from(), TAKEN_OVER)
                        .chain(() -> bind(tx, occasion, situation, term, cause, Optional.of(from.distributor())))
                        .replaceWith(decision);
            case Keep(var holding, var until) ->
                until.map(end -> bindings.extend(tx, holding.id(), end))
                        .orElseGet(() -> Uni.createFrom().voidItem())
                        .replaceWith(decision);
            case Refuse(var why) ->
                why == No.SAME_PERSON
                        ? review(tx, occasion, why).replaceWith(decision)
                        : Uni.createFrom().item(decision);
        };
    }

    private Uni<Void> bind(
            Tx tx, Occasion occasion, Situation situation, Term term, Cause cause, Optional<DistributorId> takenFrom) {
        var id = Ids.next();
        var binding = new NewBinding(
                id,
                occasion.customer(),
                occasion.distributor(),
                term,
                cause,
                occasion.note(),
                situation.policy().version(),
                occasion.token(),
                takenFrom,
                occasion.actor());
        var told = new CustomerBound(
                Ids.next(),
                occasion.at(),
                id,
                occasion.customer().value(),
                occasion.distributor().value(),
                takenFrom.map(DistributorId::value).orElse(null),
                cause.name(),
                term.to().orElse(null));
        return bindings.insert(tx, binding).chain(() -> outbox.append(tx, told));
    }

    private Uni<Void> review(Tx tx, Occasion occasion, No why) {
        return reviews.raise(
                tx,
                Ids.next(),
                occasion.customer(),
                occasion.distributor(),
                why.name(),
                occasion.token(),
                occasion.at());
    }
}
