package cn.siyu.groupbuy.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.store.ActivityLists;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.trade.OnlyInActivities;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Knows what is sold in groups alone: activities that do not allow a single purchase, as of the last look (B2). */
@Singleton
class KnowGroupOnly implements OnlyInActivities {

    private final ActivityLists lists;
    private final Transactions transactions;
    private final ShopClock clock;

    private volatile Set<SkuId> known = Set.of();

    @Inject
    KnowGroupOnly(ActivityLists lists, Transactions transactions, ShopClock clock) {
        this.lists = lists;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public Set<SkuId> among(Collection<SkuId> skus) {
        var only = known;
        return only.isEmpty() ? Set.of() : skus.stream().filter(only::contains).collect(Collectors.toSet());
    }

    @Scheduled(every = "${siyu.groupbuy.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return lists.groupOnly(transactions.reads(), clock.instant())
                .invoke(found -> known = Set.copyOf(found))
                .replaceWithVoid();
    }
}
