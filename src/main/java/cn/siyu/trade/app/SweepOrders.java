package cn.siyu.trade.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.payment.Payments.Closing;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.OrderState.Kind;
import cn.siyu.trade.store.OrderStore;
import cn.siyu.trade.store.UnpaidOrders;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Moves on the orders whose time has come. Two instances never take the same one: a claimed order is left alone for a while,
 * and every step compares the version anyway.
 */
@Singleton
public class SweepOrders {

    private static final Logger LOG = Logger.getLogger(SweepOrders.class);
    private static final int BATCH = 50;
    private static final Duration CLAIM = Duration.ofSeconds(60);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);
    private static final int MAX_DOUBLINGS = 6;

    private final OrderStore orders;
    private final UnpaidOrders unpaid;
    private final ExpireOrders expiry;
    private final MoveOrderOn moveOn;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    SweepOrders(
            OrderStore orders,
            UnpaidOrders unpaid,
            ExpireOrders expiry,
            MoveOrderOn moveOn,
            Transactions transactions,
            ShopClock clock) {
        this.orders = orders;
        this.unpaid = unpaid;
        this.expiry = expiry;
        this.moveOn = moveOn;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Batch after batch as long as they are full: thousands of orders may run out in the same second. */
    @Scheduled(every = "${siyu.trade.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> expire() {
        return whileFull(this::expireSome);
    }

    /** Those that WeChat must be asked about, or that could not be ended before: slow ones keep nobody else waiting. */
    @Scheduled(every = "${siyu.trade.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> expireAsked() {
        return whileFull(this::expireSomeAsked);
    }

    private static Uni<Void> whileFull(Supplier<Uni<? extends Integer>> work) {
        return Multi.createBy()
                .repeating()
                .uni(work)
                .whilst(done -> done == ExpireOrders.TOGETHER)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> expireSome() {
        return claim(false)
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().item(0)
                        : expiry.expireSettled(due.keySet())
                                .chain(known -> handOn(due, 0, known))
                                .replaceWith(due.size()));
    }

    private Uni<Integer> expireSomeAsked() {
        return claim(true)
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().item(0)
                        : expiry.expire(due.keySet())
                                .chain(known -> handOn(due, 1, known))
                                .replaceWith(due.size()));
    }

    private Uni<Map<OrderId, Integer>> claim(boolean again) {
        var now = clock.instant();
        return transactions
                .in(tx -> unpaid.claim(tx, again, now, now.plus(CLAIM), ExpireOrders.TOGETHER))
                .map(due -> due.stream().collect(Collectors.toMap(UnpaidOrders.Due::order, UnpaidOrders.Due::tries)));
    }

    /**
     * What has an open payment is asked about next. Paid in this moment, or WeChat did not answer: later, and later each time.
     *
     * @param looked how many of the tries were not one, but a look whether WeChat must be asked
     */
    private Uni<Void> handOn(Map<OrderId, Integer> due, int looked, Map<OrderId, Closing> known) {
        var now = clock.instant();
        var until = new HashMap<OrderId, Instant>();
        due.forEach((order, tries) -> {
            var closing = known.get(order);
            if (closing == null) {
                until.put(order, now);
            } else if (closing != Closing.CLOSED) {
                until.put(order, now.plus(again(tries - looked)));
            }
        });
        return until.isEmpty()
                ? done()
                : transactions.in(tx -> unpaid.postpone(tx, until)).replaceWithVoid();
    }

    private static Duration again(int tries) {
        var wait = FIRST_RETRY.multipliedBy(1L << Math.min(tries, MAX_DOUBLINGS));
        return wait.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : wait;
    }

    @Scheduled(every = "${siyu.trade.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> receive() {
        return each(Kind.SHIPPED, moveOn::receive);
    }

    @Scheduled(every = "${siyu.trade.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> complete() {
        return each(Kind.RECEIVED, moveOn::complete);
    }

    private Uni<Void> each(Kind state, Function<OrderId, Uni<Void>> step) {
        var now = clock.instant();
        return transactions
                .in(tx -> orders.claimDue(tx, state, now, now.plus(CLAIM), BATCH))
                .chain(due -> inTurn(due, step));
    }

    private static Uni<Void> inTurn(List<OrderId> due, Function<OrderId, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUniAndConcatenate(each -> guarded(each, step.apply(each)))
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

    private static Uni<Void> done() {
        return Uni.createFrom().voidItem();
    }
}
