package cn.siyu.trade.app;

import cn.siyu.inventory.Stock;
import cn.siyu.inventory.Stock.Shortage;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderPlaced;
import cn.siyu.trade.domain.NewOrder;
import cn.siyu.trade.store.NewOrders;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

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

    public Uni<List<Placement>> place(Tx tx, List<NewOrder> batch, Instant now) {
        var demands = batch.stream().flatMap(order -> order.demands().stream()).toList();
        var heldUntil = batch.stream()
                .map(NewOrder::payBy)
                .max(Instant::compareTo)
                .orElse(now)
                .plus(settings.settleGrace());
        return stock.take(tx, demands, heldUntil, now)
                .map(shortages -> placements(batch, shortages))
                .call(placements -> write(tx, placed(placements), now));
    }

    private Uni<Void> write(Tx tx, List<NewOrder> placed, Instant now) {
        return placed.isEmpty()
                ? Uni.createFrom().voidItem()
                : orders.insert(tx, placed, now)
                        .chain(() -> outbox.append(
                                tx, placed.stream().map(each -> told(each, now)).toList()));
    }

    private static List<Placement> placements(List<NewOrder> batch, List<Shortage> shortages) {
        var byHolder = shortages.stream().collect(Collectors.groupingBy(Shortage::holder));
        return batch.stream()
                .map(order -> placement(
                        order, byHolder.getOrDefault(order.order().id().value(), List.of())))
                .toList();
    }

    private static Placement placement(NewOrder order, List<Shortage> shortages) {
        return shortages.isEmpty() ? new Placement.Placed(order) : new Placement.Lacking(order, shortages);
    }

    private static List<NewOrder> placed(List<Placement> placements) {
        return placements.stream()
                .filter(Placement.Placed.class::isInstance)
                .map(each -> ((Placement.Placed) each).order())
                .toList();
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
