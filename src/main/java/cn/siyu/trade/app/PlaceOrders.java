package cn.siyu.trade.app;

import cn.siyu.inventory.Stock;
import cn.siyu.inventory.Stock.Counter;
import cn.siyu.inventory.Stock.Demand;
import cn.siyu.inventory.Stock.Shortage;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.event.Outbox.Traced;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderPlaced;
import cn.siyu.trade.domain.NewOrder;
import cn.siyu.trade.store.NewOrders;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The writer of orders: takes many at once, in the caller's transaction, and writes them set-based; an ordinary order is a
 * batch of one (architecture, 4.8). Each gets all its stock or is not written, and each gets its own answer.
 */
@ApplicationScoped
public class PlaceOrders {

    private final Stock stock;
    private final NewOrders orders;
    private final Outbox outbox;
    private final TradeSettings settings;

    @Inject
    PlaceOrders(Stock stock, NewOrders orders, Outbox outbox, TradeSettings settings) {
        this.stock = stock;
        this.orders = orders;
        this.outbox = outbox;
        this.settings = settings;
    }

    /** What became of one of the batch, in the order in which it was handed in. */
    public sealed interface Placement {
        record Placed(NewOrder order) implements Placement {}

        record Lacking(NewOrder order, List<Shortage> shortages) implements Placement {}
    }

    /** All of them decided in turn and written. */
    public Uni<List<Placement>> place(Tx tx, List<NewOrder> batch, Instant now) {
        return till(
                        tx,
                        batch.stream()
                                .flatMap(order -> order.demands().stream())
                                .toList())
                .chain(till -> {
                    var placements = batch.stream().map(till::place).toList();
                    return till.write(now).replaceWith(placements);
                });
    }

    /** Locks what these demands could be met from. */
    public Uni<Till> till(Tx tx, List<Demand> demands) {
        return stock.counter(tx, demands).map(counter -> new Till(tx, counter));
    }

    /** Where the orders of one transaction are decided in turn; what got its goods is written in the end, set-based. */
    public final class Till {
        private final Tx tx;
        private final Counter counter;
        private final List<NewOrder> placed = new ArrayList<>();

        private Till(Tx tx, Counter counter) {
            this.tx = tx;
            this.counter = counter;
        }

        /** Nothing is written yet. */
        public Placement place(NewOrder order) {
            var shortages = counter.serve(order.demands());
            if (!shortages.isEmpty()) {
                return new Placement.Lacking(order, shortages);
            }
            placed.add(order);
            return new Placement.Placed(order);
        }

        public Uni<Void> write(Instant now) {
            if (placed.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            var heldUntil = placed.stream()
                    .map(NewOrder::payBy)
                    .max(Instant::compareTo)
                    .orElse(now)
                    .plus(settings.settleGrace());
            return tx.together(
                    counter.write(heldUntil, now),
                    orders.insert(tx, placed, now),
                    outbox.appendTraced(
                            tx,
                            placed.stream()
                                    .map(each -> new Traced(told(each, now), each.trace()))
                                    .toList()));
        }
    }

    private static OrderPlaced told(NewOrder placed, Instant now) {
        var order = placed.order();
        return new OrderPlaced(
                Ids.next(),
                now,
                order.id().value(),
                order.number(),
                order.member().value(),
                order.money().total().fen(),
                placed.payBy());
    }
}
