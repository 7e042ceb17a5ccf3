package cn.siyu.koc.app;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.koc.store.TaskStore;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Writes down which tasks nobody did in time, and lets count what nobody has looked at for days; two instances pass each other's rows over. */
@Singleton
public class SweepKocTasks {

    private static final int BATCH = 500;

    private final TaskStore tasks;
    private final KocSettings settings;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    SweepKocTasks(TaskStore tasks, KocSettings settings, Transactions transactions, ShopClock clock) {
        this.tasks = tasks;
        this.settings = settings;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.koc.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        var now = clock.instant();
        return transactions.in(tx -> tasks.miss(tx, now, BATCH)
                .chain(() -> tasks.letCount(tx, now, now.minus(settings.taskAccept()), BATCH))
                .replaceWithVoid());
    }
}
