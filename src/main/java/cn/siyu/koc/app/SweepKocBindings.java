package cn.siyu.koc.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.domain.KocBinding;
import cn.siyu.koc.store.BindingStore;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/**
 * Ends bindings whose term is over and invitations that nobody answered. A claim goes by the range, so nothing is earned
 * meanwhile; two instances pass each other's rows over.
 */
@ApplicationScoped
public class SweepKocBindings {

    private static final int BATCH = 50;

    private final BindingStore bindings;
    private final EndedBindings ends;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    SweepKocBindings(BindingStore bindings, EndedBindings ends, Transactions transactions, ShopClock clock) {
        this.bindings = bindings;
        this.ends = ends;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.koc.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> runOut() {
        var now = clock.instant();
        return transactions.in(tx -> bindings.claimDue(tx, now, BATCH).chain(due -> runOut(tx, due, now)));
    }

    private Uni<Void> runOut(Tx tx, List<KocBinding> due, Instant now) {
        if (due.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var ended = due.stream()
                .map(binding -> binding.in(binding.state().runOut()))
                .toList();
        return ends.save(tx, ended).chain(() -> ends.revokeIdle(tx, ended, now));
    }
}
