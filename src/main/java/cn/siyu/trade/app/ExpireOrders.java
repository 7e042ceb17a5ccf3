package cn.siyu.trade.app;

import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.payment.Payments;
import cn.siyu.payment.Payments.Closing;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.CancelledBy;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Ends unpaid orders whose time is over, some hundred in one transaction. Where a payment is open WeChat is asked first, about
 * many at once and outside of any transaction; what it has closed ends together (B9, E6).
 */
@Singleton
class ExpireOrders {

    /** Orders of one transaction: what it locks is free again before a sale that waits for it is late. */
    static final int TOGETHER = 256;

    private static final Logger LOG = Logger.getLogger(ExpireOrders.class);
    private static final int QUESTIONS_AT_ONCE = 16;

    private final Payments payments;
    private final EndUnpaid endUnpaid;
    private final Transactions transactions;
    private final FreshContext contexts;

    @Inject
    ExpireOrders(Payments payments, EndUnpaid endUnpaid, Transactions transactions, FreshContext contexts) {
        this.payments = payments;
        this.endUnpaid = endUnpaid;
        this.transactions = transactions;
        this.contexts = contexts;
    }

    /** Ends all that can be ended; answers how each stands. {@code UNKNOWN} is to be tried again. */
    Uni<Map<OrderId, Closing>> expire(Collection<OrderId> due) {
        return expireSettled(due).chain(known -> {
            var open = due.stream().filter(id -> !known.containsKey(id)).toList();
            return open.isEmpty()
                    ? Uni.createFrom().item(known)
                    : close(open).chain(this::endClosed).map(asked -> {
                        var all = new HashMap<>(known);
                        all.putAll(asked);
                        return all;
                    });
        });
    }

    /** The same without asking WeChat: orders with an open payment are left alone, and missing in the answer. */
    Uni<Map<OrderId, Closing>> expireSettled(Collection<OrderId> due) {
        return payments.known(due.stream().map(OrderId::value).toList()).chain(known -> {
            var closings = new HashMap<OrderId, Closing>();
            known.forEach((order, closing) -> closings.put(new OrderId(order), closing));
            return endClosed(closings);
        });
    }

    private Uni<Map<OrderId, Closing>> close(List<OrderId> open) {
        return Multi.createFrom()
                .iterable(open)
                .onItem()
                .transformToUni(id -> contexts.run(() -> payments.close(id.value()))
                        .onFailure()
                        .invoke(failure ->
                                LOG.warnf(failure, "the payment of order %s could not be closed", id.value()))
                        .onFailure()
                        .recoverWithItem(Closing.UNKNOWN)
                        .map(closing -> Map.entry(id, closing)))
                .merge(QUESTIONS_AT_ONCE)
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Uni<Map<OrderId, Closing>> endClosed(Map<OrderId, Closing> closings) {
        var closed = closings.entrySet().stream()
                .filter(each -> each.getValue() == Closing.CLOSED)
                .map(Map.Entry::getKey)
                .toList();
        return Multi.createFrom()
                .iterable(closed)
                .group()
                .intoLists()
                .of(TOGETHER)
                .onItem()
                .transformToUniAndConcatenate(this::end)
                .collect()
                .asList()
                .map(failed -> {
                    var all = new HashMap<>(closings);
                    failed.forEach(some -> some.forEach(id -> all.put(id, Closing.UNKNOWN)));
                    return all;
                });
    }

    /** Answers those that could not be ended. */
    private Uni<List<OrderId>> end(List<OrderId> closed) {
        return transactions
                .in(tx -> endUnpaid.end(tx, closed, CancelledBy.EXPIRED))
                .replaceWith(List.<OrderId>of())
                .onFailure()
                .recoverWithUni(failure -> apart(closed, failure));
    }

    /** One of them may be to blame, and must not keep the others waiting; where others are in the way all come again later. */
    private Uni<List<OrderId>> apart(List<OrderId> closed, Throwable failure) {
        if (closed.size() == 1 || Violations.isCrowded(failure) || Violations.isOutage(failure)) {
            LOG.warnf(failure, "%d unpaid orders could not be ended, such as %s", closed.size(), closed.getFirst());
            return Uni.createFrom().item(closed);
        }
        var half = closed.size() / 2;
        return end(closed.subList(0, half))
                .chain(first -> end(closed.subList(half, closed.size())).map(second -> {
                    var failed = new ArrayList<>(first);
                    failed.addAll(second);
                    return failed;
                }));
    }
}
