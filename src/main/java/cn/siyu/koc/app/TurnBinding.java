package cn.siyu.koc.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.domain.BindingState.Cause;
import cn.siyu.koc.domain.KocBinding;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.Split;
import cn.siyu.koc.domain.Term;
import cn.siyu.koc.store.BindingPages;
import cn.siyu.koc.store.BindingPages.Card;
import cn.siyu.koc.store.BindingStore;
import cn.siyu.koc.store.ClaimStore;
import cn.siyu.koc.store.CommunityStore;
import cn.siyu.koc.store.KocStore;
import cn.siyu.koc.store.RenewalStore;
import cn.siyu.koc.store.RenewalStore.Agreed;
import cn.siyu.koc.store.RenewalStore.Renewed;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Moves a binding on: the KOC answers, the seller or staff pause and resume, each of them ends it. The community is held
 * first and the binding read again, so that of two who answer at once the second sees what the first did.
 */
@Singleton
public class TurnBinding {

    private final BindingStore bindings;
    private final BindingPages pages;
    private final CommunityStore communities;
    private final KocStore kocs;
    private final RenewalStore renewals;
    private final ClaimStore claims;
    private final EndedBindings ends;
    private final KocSettings settings;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    TurnBinding(
            BindingStore bindings,
            BindingPages pages,
            CommunityStore communities,
            KocStore kocs,
            RenewalStore renewals,
            ClaimStore claims,
            EndedBindings ends,
            KocSettings settings,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.bindings = bindings;
        this.pages = pages;
        this.communities = communities;
        this.kocs = kocs;
        this.renewals = renewals;
        this.claims = claims;
        this.ends = ends;
        this.settings = settings;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What may be done to a running binding without ending it. */
    public enum Turn {
        PAUSE,
        RESUME
    }

    /** @param agreement the version that the KOC was shown */
    public Uni<Card> accept(MemberId koc, UUID id, String agreement) {
        return turn(
                id,
                tx -> bindings.ofKoc(tx, id, koc),
                (tx, binding) -> accept(tx, binding, agreement, clock.instant()));
    }

    private Uni<Void> accept(Tx tx, KocBinding binding, String agreement, Instant now) {
        refuseOther(agreement);
        return claims.split(tx, now)
                .map(split -> binding.in(binding.state().accept(term(now, split))))
                .chain(accepted -> bindings.save(tx, accepted)
                        .chain(() -> kocs.accepted(tx, accepted.koc(), now))
                        .chain(() -> renewals.agree(tx, accepted.id(), agreement, now))
                        .chain(() -> ends.tellStarted(tx, List.of(accepted), now)));
    }

    private void refuseOther(String agreement) {
        if (!agreement.equals(settings.agreementVersion())) {
            throw Refused.with(
                    KocProblem.AGREEMENT_CHANGED,
                    "The agreement is " + settings.agreementVersion(),
                    Map.of("agreementVersion", settings.agreementVersion()));
        }
    }

    /** The KOC of a running binding accepts the agreement that has followed his; without it the binding does not go on by itself. */
    public Uni<Card> agree(MemberId koc, UUID id, String agreement) {
        return turn(id, tx -> bindings.ofKoc(tx, id, koc), (tx, binding) -> {
            refuseOther(agreement);
            return bindings.save(tx, binding.in(binding.state().agree(agreement)))
                    .chain(() -> renewals.agree(tx, id, agreement, clock.instant()))
                    .replaceWithVoid();
        });
    }

    public Uni<Card> decline(MemberId koc, UUID id) {
        return turn(
                id,
                tx -> bindings.ofKoc(tx, id, koc),
                (tx, binding) -> bindings.save(tx, binding.in(binding.state().decline(clock.instant()))));
    }

    /** By the seller, or by the KOC who goes. */
    public Uni<Card> endByPartner(MemberId caller, UUID id, String reason) {
        return turn(
                id,
                tx -> bindings.ofPartner(tx, id, caller),
                (tx, binding) -> kocs.member(tx, binding.koc())
                        .chain(koc -> end(tx, binding, koc.equals(caller) ? Cause.BY_KOC : Cause.BY_SELLER, reason)));
    }

    public Uni<Card> endByStaff(UUID id, String reason, Actor actor) {
        return turn(
                id,
                tx -> bindings.find(tx, id),
                (tx, binding) -> end(tx, binding, Cause.BY_STAFF, reason)
                        .chain(() -> note(tx, actor, "koc-binding.end", binding, reason)));
    }

    /** By the seller; a KOC who wants a pause asks him. */
    public Uni<Card> byPartner(MemberId caller, UUID id, Turn turn) {
        return turn(
                id,
                tx -> bindings.ofPartner(tx, id, caller),
                (tx, binding) -> kocs.member(tx, binding.koc())
                        .invoke(koc -> {
                            if (koc.equals(caller)) {
                                throw new Refused(KocProblem.KOC_PARTNER_ONLY, "Only the seller may do this");
                            }
                        })
                        .chain(() -> carryOut(tx, binding, turn)));
    }

    public Uni<Card> byStaff(UUID id, Turn turn, String reason, Actor actor) {
        var action = switch (turn) {
            case PAUSE -> "koc-binding.pause";
            case RESUME -> "koc-binding.resume";
        };
        return turn(
                id,
                tx -> bindings.find(tx, id),
                (tx, binding) -> carryOut(tx, binding, turn).chain(() -> note(tx, actor, action, binding, reason)));
    }

    private Uni<Void> end(Tx tx, KocBinding binding, Cause cause, String reason) {
        var now = clock.instant();
        var ended = List.of(binding.ended(now, cause, Optional.of(reason)));
        return ends.save(tx, ended).chain(() -> ends.revokeIdle(tx, ended, now));
    }

    private Uni<Void> carryOut(Tx tx, KocBinding binding, Turn turn) {
        var now = clock.instant();
        return switch (turn) {
            case PAUSE ->
                bindings.save(tx, binding.in(binding.state().pause()))
                        .chain(() -> bindings.pause(tx, Ids.next(), binding.id(), now))
                        .replaceWithVoid();
            case RESUME ->
                bindings.save(tx, binding.in(binding.state().resume()))
                        .chain(() -> bindings.resume(tx, binding.id(), now))
                        .replaceWithVoid();
        };
    }

    private Uni<Card> turn(UUID id, Function<Tx, Uni<KocBinding>> find, BiFunction<Tx, KocBinding, Uni<Void>> step) {
        return transactions
                .in(tx -> find.apply(tx)
                        .onItem()
                        .ifNull()
                        .failWith(Refused::notFound)
                        .call(found -> communities.lock(tx, found.community()))
                        .chain(() -> bindings.find(tx, id))
                        .chain(binding -> step.apply(tx, binding)))
                .chain(() -> pages.one(transactions.reads(), id));
    }

    private Term term(Instant now, Split split) {
        return new Term(now, now.plus(settings.term()), settings.agreementVersion(), split.version());
    }

    private Uni<Void> note(Tx tx, Actor actor, String action, KocBinding before, String reason) {
        return audit.append(
                tx,
                new AuditEntry(
                        actor,
                        action,
                        "koc-binding",
                        before.id().toString(),
                        reason,
                        Map.of("state", before.kind()),
                        null));
    }

    /** Why a binding goes on, and which agreements its KOC has accepted. */
    public record History(List<Renewed> renewals, List<Agreed> agreements) {}

    public Uni<History> history(UUID id) {
        var reads = transactions.reads();
        return find(id).chain(() -> renewals.ofBinding(reads, id))
                .chain(renewed -> renewals.agreements(reads, id).map(agreed -> new History(renewed, agreed)));
    }

    /** What the lists of staff show. */
    public Uni<Card> find(UUID id) {
        return pages.one(transactions.reads(), id).onItem().ifNull().failWith(Refused::notFound);
    }
}
