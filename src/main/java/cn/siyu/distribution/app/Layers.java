package cn.siyu.distribution.app;

import cn.siyu.distribution.store.LayerStore;
import cn.siyu.distribution.store.LayerStore.Lines;
import cn.siyu.distribution.store.LayerStore.Place;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Counts the layers of distributors by and by, and shows how many are in each. */
@Singleton
public class Layers {

    private static final int BATCH = 500;

    private final LayerStore store;
    private final DistributionSettings settings;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    Layers(LayerStore store, DistributionSettings settings, Transactions transactions, ShopClock clock) {
        this.store = store;
        this.settings = settings;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Uni<List<Place>> board() {
        return store.board(transactions.reads());
    }

    @Scheduled(every = "${siyu.distribution.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> count() {
        var now = clock.instant();
        var lines = new Lines(
                now.minus(settings.activeWithin()),
                now.minus(settings.dormantAfter()),
                settings.mediumFrom(),
                settings.largeFrom());
        return transactions
                .in(tx -> store.count(tx, now, now.minus(settings.layerEvery()), BATCH, lines))
                .replaceWithVoid();
    }
}
