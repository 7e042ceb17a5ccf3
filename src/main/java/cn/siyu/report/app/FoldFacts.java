package cn.siyu.report.app;

import cn.siyu.kernel.tx.Transactions;
import cn.siyu.report.store.RollupStore;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Adds new facts to the sums of their days, many at a time: if each listener did so, all orders of a rush would wait for the
 * one row of today.
 */
@Singleton
public class FoldFacts {

    private static final int BATCH = 2_000;

    private final RollupStore rollups;
    private final Transactions transactions;

    @Inject
    FoldFacts(RollupStore rollups, Transactions transactions) {
        this.rollups = rollups;
        this.transactions = transactions;
    }

    /** Goes on until nothing waits. */
    @Scheduled(every = "${siyu.report.fold-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    public Uni<Void> fold() {
        return transactions
                .in(tx -> rollups.foldSales(tx, BATCH))
                .chain(sales ->
                        transactions.in(tx -> rollups.foldRefunds(tx, BATCH)).map(refunds -> sales + refunds))
                .repeat()
                .until(changed -> changed == 0)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
