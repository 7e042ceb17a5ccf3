package cn.siyu.commission.app;

import cn.siyu.commission.domain.Commission;
import cn.siyu.commission.domain.CommissionState;
import cn.siyu.commission.store.AccountStore;
import cn.siyu.commission.store.CommissionStore;
import cn.siyu.commission.store.FactStore;
import cn.siyu.commission.store.FactStore.Heard;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.ledger.Ledger;
import cn.siyu.trade.Orders;
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
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Makes available what has been frozen long enough. It waits for open after-sales (C23) and for news that is not heard yet:
 * so a refund that was told before the thaw is always taken from what was frozen, in whatever order it comes.
 */
@Singleton
class ThawCommissions {

    private static final Logger LOG = Logger.getLogger(ThawCommissions.class);
    private static final int BATCH = 100;

    private final FactStore facts;
    private final CommissionStore commissions;
    private final AccountStore accounts;
    private final CommissionFence fence;
    private final Orders orders;
    private final Ledger ledger;
    private final Transactions transactions;
    private final CommissionSettings settings;
    private final ShopClock clock;

    @Inject
    ThawCommissions(
            FactStore facts,
            CommissionStore commissions,
            AccountStore accounts,
            CommissionFence fence,
            Orders orders,
            Ledger ledger,
            Transactions transactions,
            CommissionSettings settings,
            ShopClock clock) {
        this.facts = facts;
        this.commissions = commissions;
        this.accounts = accounts;
        this.fence = fence;
        this.orders = orders;
        this.ledger = ledger;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.commission.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return transactions
                .in(tx -> {
                    var now = clock.instant();
                    return facts.claimDue(tx, now, BATCH)
                            .chain(due -> due.isEmpty() ? Uni.createFrom().voidItem() : thawReady(tx, due, now));
                })
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "commissions stay frozen for now"))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> thawReady(Tx tx, List<Heard> due, Instant now) {
        var ids = due.stream().map(Heard::order).toList();
        return orders.underClaim(tx, ids)
                .chain(claimed -> fence.unheard(tx, now)
                        .map(unheard -> ids.stream()
                                .collect(Collectors.partitioningBy(
                                        id -> !claimed.contains(id) && !unheard.concerns(id))))
                        .chain(parted -> thaw(tx, parted.getOrDefault(true, List.of()), now)
                                .chain(() -> later(tx, parted.getOrDefault(false, List.of()), now))));
    }

    private Uni<Void> later(Tx tx, List<UUID> waiting, Instant now) {
        return waiting.isEmpty()
                ? Uni.createFrom().voidItem()
                : facts.lookAgain(tx, waiting, now.plus(settings.lookAgain()));
    }

    /** Thaws these orders, which are locked, at this instant. */
    Uni<Void> thaw(Tx tx, List<UUID> ready, Instant at) {
        if (ready.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return facts.thawed(tx, ready, at)
                .chain(() -> commissions.ofOrders(tx, ready))
                .map(all -> all.stream().filter(c -> c.kept().isPositive()).toList())
                .chain(kept -> kept.isEmpty() ? Uni.createFrom().voidItem() : free(tx, kept, at));
    }

    private Uni<Void> free(Tx tx, List<Commission> kept, Instant at) {
        var freed = kept.stream()
                .map(c -> c.with(c.kept(), CommissionState.of(Optional.of(at), Optional.of(at), c.kept())))
                .toList();
        return commissions
                .change(tx, freed)
                .chain(() -> accounts.add(tx, sums(freed)))
                .chain(() -> ledger.post(
                        tx, freed.stream().map(c -> Books.thaw(c, at)).toList()))
                .replaceWithVoid();
    }

    private static Map<UUID, Money> sums(List<Commission> freed) {
        var sums = new Books.Sums();
        freed.forEach(c -> sums.add(c.payee().id(), c.kept()));
        return sums.notZero();
    }
}
