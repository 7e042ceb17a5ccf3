package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.domain.GroupBuyProblem;
import cn.siyu.groupbuy.store.BudgetStore;
import cn.siyu.kernel.merge.Gather;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Lookups;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Stops an activity that has given away what it may, and makes people look: a counter that monitoring watches and a line in the
 * log, once for each budget and once more after it was raised. Places that are let go make room again, so nothing is ended by itself.
 */
@Singleton
class WatchBudgets {

    private static final Logger LOG = Logger.getLogger(WatchBudgets.class);

    private final BudgetStore budgets;
    private final Transactions transactions;
    private final MeterRegistry meters;
    private final ShopClock clock;

    /** Read for all who ask in one moment: it is a hint, the guarded count behind it decides. */
    private final Gather<ActivityId, BudgetStore.Level> asked;

    @Inject
    WatchBudgets(
            BudgetStore budgets,
            Lookups lookups,
            Transactions transactions,
            MeterRegistry meters,
            ShopClock clock,
            FreshContext contexts) {
        this.budgets = budgets;
        this.transactions = transactions;
        this.meters = meters;
        this.clock = clock;
        this.asked = new Gather<>(
                contexts,
                ids -> budgets.levels(lookups.reads(), ids)
                        .map(found -> found.stream()
                                .collect(Collectors.toMap(BudgetStore.Level::activity, Function.identity()))));
    }

    /** Refused when so much is not left. Not inside a transaction. */
    Uni<Void> refuseBeyond(ActivityId activity, Money wanted) {
        return asked.of(activity)
                .chain(found -> found.filter(level -> wanted.compareTo(level.left()) > 0)
                        .map(level -> refuse(activity, level))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> refuse(ActivityId activity, BudgetStore.Level level) {
        var refused = Uni.createFrom().<Void>failure(new Refused(GroupBuyProblem.GROUP_BUY_BUDGET_SPENT));
        return level.spentAt().isPresent() ? refused : alarm(activity, level).chain(() -> refused);
    }

    private Uni<Void> alarm(ActivityId activity, BudgetStore.Level level) {
        return transactions
                .in(tx -> budgets.alarm(tx, activity, clock.instant()))
                .invoke(first -> {
                    if (first) {
                        meters.counter("siyu.groupbuy.budgets.spent").increment();
                        LOG.errorf(
                                "activity %s has given away %s of %s yuan and takes nobody any more",
                                activity.value(), level.given(), level.limit());
                    }
                })
                .replaceWithVoid();
    }
}
