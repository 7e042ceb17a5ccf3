package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.DistributorLayer;
import cn.siyu.distribution.app.BindCustomer.Occasion;
import cn.siyu.distribution.domain.BindingDecision;
import cn.siyu.distribution.domain.BindingDecision.Cause;
import cn.siyu.distribution.domain.BindingDecision.Refuse;
import cn.siyu.distribution.domain.DistributionProblem;
import cn.siyu.distribution.store.BindingPages;
import cn.siyu.distribution.store.BindingPages.Filter;
import cn.siyu.distribution.store.BindingPages.Sheet;
import cn.siyu.distribution.store.BindingStore;
import cn.siyu.distribution.store.DistributorStore;
import cn.siyu.distribution.store.ReviewStore;
import cn.siyu.distribution.store.ReviewStore.Review;
import cn.siyu.distribution.store.ReviewStore.State;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.MemberCards;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The hand of staff in bindings: always with a reason, never against the guards (C11, C13). */
@Singleton
public class RebindCustomer {

    private static final String BY_STAFF = "STAFF";

    private final BindCustomer binder;
    private final BindingStore bindings;
    private final BindingPages pages;
    private final DistributorStore distributors;
    private final ReviewStore reviews;
    private final MemberCards members;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    RebindCustomer(
            BindCustomer binder,
            BindingStore bindings,
            BindingPages pages,
            DistributorStore distributors,
            ReviewStore reviews,
            MemberCards members,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.binder = binder;
        this.bindings = bindings;
        this.pages = pages;
        this.distributors = distributors;
        this.reviews = reviews;
        this.members = members;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What staff search bindings by; an absent value matches all. */
    public record Search(
            @Nullable UUID member,
            @Nullable UUID distributor,
            boolean inForce,
            @Nullable UUID tier,
            DistributorLayer.@Nullable Size size,
            DistributorLayer.@Nullable Activity activity) {}

    public Uni<NumberedPage<Sheet>> list(Search search, int page, int size) {
        var filter = new Filter(
                search.member(),
                search.distributor(),
                search.inForce() ? clock.instant() : null,
                search.tier(),
                search.size(),
                search.activity());
        var reads = transactions.reads();
        return pages.page(reads, filter, page, size)
                .chain(items -> pages.count(reads, filter).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<Sheet> see(UUID id) {
        return pages.one(transactions.reads(), id).onItem().ifNull().failWith(Refused::notFound);
    }

    /** Answers the binding that is in force now. */
    public Uni<Sheet> rebind(MemberId customer, DistributorId distributor, String reason, Actor actor) {
        var now = clock.instant();
        return transactions
                .in(tx -> known(tx, customer, distributor)
                        .chain(() -> bind(tx, customer, distributor, reason, actor, now)))
                .onFailure(failure -> Violations.isOf(failure, BindingStore.OVERLAP))
                .transform(_ -> new Refused(CommonProblem.STATE_CHANGED))
                .chain(this::see);
    }

    /** The customer is nobody's from now on. */
    public Uni<Sheet> end(UUID binding, String reason, Actor actor) {
        var now = clock.instant();
        return transactions
                .in(tx -> bindings.memberOf(tx, binding)
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .call(member -> bindings.hold(tx, member))
                        .chain(member -> bindings.close(tx, binding, now, BY_STAFF)
                                .invoke(RebindCustomer::wasInForce)
                                .chain(() -> audit.append(
                                        tx,
                                        Trail.entry(
                                                actor,
                                                "customer-binding.end",
                                                "customer-binding",
                                                binding.toString(),
                                                reason,
                                                null,
                                                Map.of("member", member.value()))))))
                .chain(() -> see(binding));
    }

    public Uni<NumberedPage<Review>> reviews(@Nullable State state, int page, int size) {
        var reads = transactions.reads();
        return reviews.page(reads, state, page, size)
                .chain(items -> reviews.count(reads, state).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    /** They are two people after all: the customer is bound as if staff had bound him. */
    public Uni<Review> accept(UUID id, String reason, Actor actor) {
        var now = clock.instant();
        return transactions
                .in(tx -> open(tx, id)
                        .chain(review -> bind(tx, review.member(), review.distributor(), reason, actor, now))
                        .chain(() -> reviews.decide(tx, id, State.BOUND, now, actor.name(), reason)))
                .chain(() -> reviews.find(transactions.reads(), id));
    }

    /** It is one person: the customer is not bound, and not asked about again. */
    public Uni<Review> dismiss(UUID id, String reason, Actor actor) {
        var now = clock.instant();
        return transactions
                .in(tx -> open(tx, id)
                        .chain(review -> reviews.decide(tx, id, State.DISMISSED, now, actor.name(), reason)
                                .chain(() -> audit.append(
                                        tx,
                                        Trail.entry(
                                                actor,
                                                "binding-review.dismiss",
                                                "binding-review",
                                                id.toString(),
                                                reason,
                                                null,
                                                Map.of(
                                                        "member",
                                                        review.member().value(),
                                                        "distributor",
                                                        review.distributor().value()))))))
                .chain(() -> reviews.find(transactions.reads(), id));
    }

    private Uni<UUID> bind(
            Tx tx, MemberId customer, DistributorId distributor, String reason, Actor actor, Instant now) {
        var occasion = new Occasion(
                customer,
                distributor,
                Cause.STAFF,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.of(reason),
                actor);
        return binder.on(tx, occasion)
                .invoke(RebindCustomer::refused)
                .chain(() -> bindings.holding(tx, customer, now))
                .map(holding -> holding.orElseThrow(
                                () -> new IllegalStateException("who was bound is bound to somebody"))
                        .id())
                .call(binding -> audit.append(
                        tx,
                        Trail.entry(
                                actor,
                                "customer-binding.rebind",
                                "customer-binding",
                                binding.toString(),
                                reason,
                                null,
                                Map.of("member", customer.value(), "distributor", distributor.value()))));
    }

    private Uni<Void> known(Tx tx, MemberId customer, DistributorId distributor) {
        return members.of(tx, List.of(customer))
                .invoke(cards -> {
                    if (cards.isEmpty()) {
                        throw Refused.notFound();
                    }
                })
                .chain(() -> distributors.find(tx, distributor))
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .replaceWithVoid();
    }

    private Uni<Review> open(Tx tx, UUID id) {
        return reviews.lock(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(review -> {
                    if (review.state() != State.OPEN) {
                        throw Refused.with(
                                CommonProblem.STATE_CHANGED,
                                "It was decided already",
                                Map.of("state", review.state().name()));
                    }
                });
    }

    private static void refused(BindingDecision decision) {
        if (decision instanceof Refuse(var why)) {
            throw Refused.with(DistributionProblem.BINDING_REFUSED, why.words(), Map.of("why", why.name()));
        }
    }

    private static void wasInForce(boolean closed) {
        if (!closed) {
            throw new Refused(DistributionProblem.BINDING_ENDED);
        }
    }
}
