package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.domain.GroupBuyProblem;
import cn.siyu.groupbuy.store.BudgetStore;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/**
 * Stops an activity that has given away what it may, and makes people look: a counter that monitoring watches and a line in the
 * log, once for each budget and once more after it was raised. Places that are let go make room again, so nothing is ended by itself.
 */
@ApplicationScoped
class WatchBudgets {

    private static final Logger LOG = Logger.getLogger(WatchBudgets.class);

    private final BudgetStore budgets;
    private final Transactions transactions;
    private final MeterRegistry meters;
    private final ShopClock clock;

    @Inject
    WatchBudgets(BudgetStore budgets, Transactions transactions, MeterRegistry meters, ShopClock clock) {
        this.budgets = budgets;
        this.transactions = transactions;
        this.meters = meters;
        this.clock = clock;
    }

    /** Refused when so much is not left. Not inside a transaction. */
    Uni<Void> refuseBeyond(ActivityId activity, Money wanted) {
        return budgets.level(transactions.reads(), activity).chain(level -> {
            if (level == null || wanted.compareTo(level.left()) <= 0) {
                return Uni.createFrom().voidItem();
            }
            var refused = Uni.createFrom().<Void>failure(new Refused(GroupBuyProblem.GROUP_BUY_BUDGET_SPENT));
            return level.spentAt().isPresent()
                    ? refused
                    : alarm(activity, level).chain(() -> refused);
        });
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
