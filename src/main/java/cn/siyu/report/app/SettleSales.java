package cn.siyu.report.app;

import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.report.domain.Sale;
import cn.siyu.report.store.BoardStore;
import cn.siyu.report.store.BoardStore.Settled;
import cn.siyu.trade.OrderCompleted;
import cn.siyu.trade.OrderRefunded;
import cn.siyu.trade.Orders;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * Counts what partners have sold for good: an order counts on the day on which it was completed, and what is refunded later is
 * taken from that day again.
 */
@Singleton
public class SettleSales {

    private static final int BATCH = 500;

    private final BoardStore boards;
    private final Orders orders;
    private final Transactions transactions;

    @Inject
    SettleSales(BoardStore boards, Orders orders, Transactions transactions) {
        this.boards = boards;
        this.orders = orders;
        this.transactions = transactions;
    }

    /** Orders that are nobody's are on no board. */
    public Uni<Void> completed(Tx tx, OrderCompleted event) {
        return held(tx, event.orderId())
                .chain(() -> orders.sold(tx, List.of(event.orderId())))
                .map(sold -> Sales.of(sold.getFirst()))
                .chain(sale -> sale.distributor().isEmpty() && sale.koc().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : boards.addSettled(tx, settled(sale, event)));
    }

    private static Settled settled(Sale sale, OrderCompleted event) {
        return new Settled(
                sale.order(),
                event.occurredAt(),
                ShopCalendar.dayOf(event.occurredAt()),
                sale.distributor(),
                sale.koc(),
                event.salesFen(),
                sale.first());
    }

    /** Money that never belonged to the order names no lines. */
    public Uni<Void> refunded(Tx tx, OrderRefunded event) {
        var goods =
                event.lines().stream().mapToLong(OrderRefunded.Line::goodsFen).sum();
        return goods == 0
                ? Uni.createFrom().voidItem()
                : held(tx, event.orderId())
                        .chain(() ->
                                boards.addRefund(tx, event.refundNo(), event.orderId(), goods, event.occurredAt()));
    }

    /** Goes on until nothing is out of date. */
    @Scheduled(every = "${siyu.report.fold-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    public Uni<Void> fold() {
        return transactions
                .in(tx -> boards.fold(tx, BATCH))
                .repeat()
                .until(counted -> counted == 0)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Whoever comes second sees what the first has noted. */
    private static Uni<Void> held(Tx tx, UUID order) {
        return tx.hold("report.settled:" + order);
    }
}
