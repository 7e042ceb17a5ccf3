package cn.siyu.koc.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.domain.BindingState.Kind;
import cn.siyu.koc.domain.KocBinding;
import cn.siyu.koc.domain.Renewal.Activity;
import cn.siyu.koc.domain.Term;
import cn.siyu.koc.store.BindingStore;
import cn.siyu.koc.store.RenewalStore;
import cn.siyu.koc.store.RenewalStore.Renewed;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets bindings in which enough was done go on for another term (D3), and ends those whose term is over and invitations that
 * nobody answered. A claim goes by the range, so nothing is earned meanwhile; two instances pass each other's rows over.
 */
@Singleton
public class SweepKocBindings {

    private static final int BATCH = 50;

    private final BindingStore bindings;
    private final RenewalStore renewals;
    private final EndedBindings ends;
    private final KocSettings settings;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    SweepKocBindings(
            BindingStore bindings,
            RenewalStore renewals,
            EndedBindings ends,
            KocSettings settings,
            Transactions transactions,
            ShopClock clock) {
        this.bindings = bindings;
        this.renewals = renewals;
        this.ends = ends;
        this.settings = settings;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.koc.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        var now = clock.instant();
        return transactions.in(tx -> bindings.claimDue(tx, now, now.plus(settings.renewAhead()), BATCH)
                .chain(due -> due.isEmpty() ? Uni.createFrom().voidItem() : sweep(tx, due, now)));
    }

    private Uni<Void> sweep(Tx tx, List<KocBinding> due, Instant now) {
        var renewable = due.stream().filter(this::mayGoOn).toList();
        return renewals.activity(tx, renewable.stream().map(KocBinding::id).toList(), now, settings.renewWindow())
                .chain(done -> sweep(tx, due, renewable, done, now));
    }

    private Uni<Void> sweep(
            Tx tx, List<KocBinding> due, List<KocBinding> renewable, Map<UUID, Activity> done, Instant now) {
        var going = renewable.stream()
                .filter(binding -> Optional.ofNullable(done.get(binding.id()))
                        .filter(settings.renewal()::earnedBy)
                        .isPresent())
                .toList();
        var rest = due.stream().filter(binding -> !going.contains(binding)).toList();
        var over = rest.stream()
                .filter(binding -> isOver(binding, now))
                .map(binding -> binding.in(binding.state().runOut()))
                .toList();
        return EndedBindings.each(going, binding -> renew(tx, binding, done, now))
                .chain(() ->
                        renewals.looked(tx, rest.stream().map(KocBinding::id).toList(), now))
                .chain(() -> over.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : ends.save(tx, over).chain(() -> ends.revokeIdle(tx, over, now)));
    }

    /** Who has not accepted today's agreement is asked again before anything goes on. */
    private boolean mayGoOn(KocBinding binding) {
        return settings.renew()
                && binding.kind() == Kind.ACTIVE
                && binding.state()
                        .range()
                        .filter(term -> term.agreement().equals(settings.agreementVersion()))
                        .isPresent();
    }

    private static boolean isOver(KocBinding binding, Instant now) {
        return binding.state()
                .range()
                .map(Term::until)
                .map(until -> !now.isBefore(until))
                .orElse(true);
    }

    /** Behind the end of its term, so that nobody gains or loses by the moment of the sweep; never into the past. */
    private Uni<Void> renew(Tx tx, KocBinding binding, Map<UUID, Activity> done, Instant now) {
        var before = binding.state().range().orElseThrow().until();
        var after = (before.isAfter(now) ? before : now).plus(settings.term());
        return bindings.save(tx, binding.in(binding.state().renew(after)))
                .chain(() -> renewals.note(
                        tx,
                        new Renewed(
                                binding.id(),
                                now,
                                before,
                                after,
                                Optional.ofNullable(done.get(binding.id())).orElseThrow(),
                                settings.renewal().text())))
                .replaceWithVoid();
    }
}
