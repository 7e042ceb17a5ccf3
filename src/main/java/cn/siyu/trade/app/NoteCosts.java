package cn.siyu.trade.app;

import cn.siyu.catalog.Skus;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.trade.store.SupplierGoods;
import cn.siyu.trade.store.SupplierGoods.Uncosted;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Keeps beside each sold unit of a supplier's goods what it cost then, so that a later cost changes no statement. */
@Singleton
class NoteCosts {

    private static final Logger LOG = Logger.getLogger(NoteCosts.class);
    private static final int BATCH = 200;

    private final SupplierGoods goods;
    private final Skus skus;
    private final Transactions transactions;
    private final FreshContext fresh;
    private final ShopClock clock;

    @Inject
    NoteCosts(SupplierGoods goods, Skus skus, Transactions transactions, FreshContext fresh, ShopClock clock) {
        this.goods = goods;
        this.skus = skus;
        this.transactions = transactions;
        this.fresh = fresh;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.trade.costs-every:5s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> note() {
        return goods.uncosted(transactions.reads(), BATCH)
                .chain(lines -> lines.isEmpty() ? Uni.createFrom().voidItem() : fresh.run(() -> note(lines)))
                .onFailure()
                .invoke(failure -> LOG.warnf("costs will be noted later: %s", failure.toString()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> note(List<Uncosted> lines) {
        return skus.costs(lines.stream().map(Uncosted::sku).distinct().toList())
                .chain(costs -> transactions.in(tx -> goods.noteCosts(tx, lines, costs, clock.instant())))
                .replaceWithVoid();
    }
}
