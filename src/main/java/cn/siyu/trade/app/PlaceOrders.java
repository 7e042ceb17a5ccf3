package cn.siyu.trade.app;

import cn.siyu.inventory.Stock;
import cn.siyu.inventory.Stock.Counter;
import cn.siyu.inventory.Stock.Demand;
import cn.siyu.inventory.Stock.Shortage;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.event.Outbox.Traced;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.promotion.Coupons.Purse;
import cn.siyu.promotion.Coupons.Taken;
import cn.siyu.trade.OrderPlaced;
import cn.siyu.trade.domain.NewOrder;
import cn.siyu.trade.store.NewOrders;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The writer of orders: takes many at once, in the caller's transaction, and writes them set-based; an ordinary order is a
 * batch of one (architecture, 4.8). Each gets all its stock or is not written, and each gets its own answer.
 */
@Singleton
public class PlaceOrders {

    private final Stock stock;
    private final CarryCoupons coupons;
    private final NewOrders orders;
    private final Outbox outbox;
    private final TradeSettings settings;

    @Inject
    PlaceOrders(Stock stock, CarryCoupons coupons, NewOrders orders, Outbox outbox, TradeSettings settings) {
        this.stock = stock;
        this.coupons = coupons;
        this.orders = orders;
        this.outbox = outbox;
        this.settings = settings;
    }

    /** What became of one of the batch, in the order in which it was handed in. */
    public sealed interface Placement {
        record Placed(NewOrder order) implements Placement {}

        record Lacking(NewOrder order, List<Shortage> shortages) implements Placement {}

        /** One of its coupons is somewhere else by now. */
        record Barred(NewOrder order, Refused reason) implements Placement {}
    }

    /** Locks what these demands could be met from. */
    Uni<Counter> goods(Tx tx, List<Demand> demands) {
        return stock.counter(tx, demands);
    }

    /** With the goods locked, and whatever is locked between them and coupons, locks the coupons. */
    Uni<Till> till(Tx tx, Counter goods, Collection<Taken> wanted, Instant now) {
        return coupons.purse(tx, wanted, now).map(purse -> new Till(tx, goods, purse));
    }

    /** Locks what these demands could be met from, and then the coupons. */
    Uni<Till> till(Tx tx, List<Demand> demands, Collection<Taken> wanted, Instant now) {
        return goods(tx, demands).chain(counter -> till(tx, counter, wanted, now));
    }

    /** Where the orders of one transaction are decided in turn; what got its goods is written in the end, set-based. */
    public final class Till {
        private final Tx tx;
        private final Counter counter;
        private final Purse purse;
        private final List<NewOrder> placed = new ArrayList<>();

        private Till(Tx tx, Counter counter, Purse purse) {
            this.tx = tx;
            this.counter = counter;
            this.purse = purse;
        }

        /** Its coupons and its goods, or nothing; nothing is written yet. */
        public Placement place(NewOrder order) {
            var taken = CarryCoupons.ids(order.coupons());
            var barred = purse.bar(order.order().member(), taken);
            if (barred.isPresent()) {
                return new Placement.Barred(order, barred.get());
            }
            var shortages = counter.serve(order.demands());
            if (!shortages.isEmpty()) {
                return new Placement.Lacking(order, shortages);
            }
            purse.give(order.order().id().value(), taken);
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
                    () -> counter.write(heldUntil, now),
                    purse::write,
                    () -> orders.insert(tx, placed, now),
                    () -> outbox.appendTraced(
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
