package cn.siyu.trade.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.payment.Payments.Closing;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.CancelledBy;
import cn.siyu.trade.domain.OrderState.Kind;
import cn.siyu.trade.store.OrderStore;
import cn.siyu.trade.store.OrderStore.Due;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Moves on the orders whose time has come. Two instances never take the same one: a claimed order is left alone for a while,
 * and every step compares the version anyway.
 */
@ApplicationScoped
public class SweepOrders {

    private static final Logger LOG = Logger.getLogger(SweepOrders.class);
    private static final int BATCH = 50;
    private static final Duration CLAIM = Duration.ofSeconds(60);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);
    private static final int MAX_DOUBLINGS = 6;

    private final OrderStore orders;
    private final EndUnpaid endUnpaid;
    private final MoveOrderOn moveOn;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    SweepOrders(
            OrderStore orders, EndUnpaid endUnpaid, MoveOrderOn moveOn, Transactions transactions, ShopClock clock) {
        this.orders = orders;
        this.endUnpaid = endUnpaid;
        this.moveOn = moveOn;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.trade.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> expire() {
        return each(
                Kind.PENDING_PAYMENT,
                due -> endUnpaid
                        .end(due.order(), CancelledBy.EXPIRED)
                        .chain(closing -> closing == Closing.CLOSED ? done() : again(due)));
    }

    @Scheduled(every = "${siyu.trade.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> receive() {
        return each(Kind.SHIPPED, due -> moveOn.receive(due.order()));
    }

    @Scheduled(every = "${siyu.trade.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> complete() {
        return each(Kind.RECEIVED, due -> moveOn.complete(due.order()));
    }

    private Uni<Void> each(Kind state, Function<Due, Uni<Void>> step) {
        var now = clock.instant();
        return transactions
                .in(tx -> orders.claimDue(tx, state, now, now.plus(CLAIM), BATCH))
                .chain(due -> inTurn(due, step));
    }

    private static Uni<Void> inTurn(List<Due> due, Function<Due, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUniAndConcatenate(each -> guarded(each.order(), step.apply(each)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** One that fails must not keep the others waiting; the claim runs out and it is tried again. */
    private static Uni<Void> guarded(OrderId order, Uni<Void> step) {
        return step.onFailure(Refused.class)
                .recoverWithNull()
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "order %s could not be moved on", order.value()))
                .onFailure()
                .recoverWithNull();
    }

    /** Paid in this moment, or WeChat did not answer: later, and later each time. */
    private Uni<Void> again(Due due) {
        var wait = FIRST_RETRY.multipliedBy(1L << Math.min(due.tries(), MAX_DOUBLINGS));
        var until = clock.instant().plus(wait.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : wait);
        return transactions.in(tx -> orders.postpone(tx, due.order(), until)).replaceWithVoid();
    }

    private static Uni<Void> done() {
        return Uni.createFrom().voidItem();
    }
}
